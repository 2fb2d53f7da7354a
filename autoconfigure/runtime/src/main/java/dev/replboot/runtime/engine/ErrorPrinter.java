/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.replboot.runtime.engine;

import java.util.List;

import clojure.lang.IPersistentMap;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Prints an exception as Clojure does: {@code #error} and a map of its causes and its
 * stack, without frames of this project's.
 */
final class ErrorPrinter {

	private final ReadablePrinter printer;

	private final long level;

	ErrorPrinter(ReadablePrinter printer, long level) {
		this.printer = printer;
		this.level = level;
	}

	void print(Throwable thrown) {
		IPersistentMap map = Traces.asMap(thrown);
		write("#error {\n :cause ");
		value(get(map, "cause"));
		some("\n :data ", get(map, "data"));
		write("\n :via\n [");
		String separator = "";
		for (ISeq via = RT.seq(get(map, "via")); via != null; via = via.next()) {
			write(separator);
			cause((IPersistentMap) via.first());
			separator = "\n  ";
		}
		write("]\n :trace\n [");
		separator = "";
		for (ISeq frames = RT.seq(get(map, "trace")); frames != null; frames = frames.next()) {
			write(separator);
			value(frame(frames.first()));
			separator = "\n  ";
		}
		write("]}");
	}

	private void cause(IPersistentMap cause) {
		write("{:type ");
		value(get(cause, "type"));
		write("\n   :message ");
		value(get(cause, "message"));
		some("\n   :data ", get(cause, "data"));
		Object at = get(cause, "at");
		some("\n   :at ", (at != null) ? frame(at) : null);
		write("}");
	}

	// what is generated has another name in each run
	private static Object frame(Object frame) {
		List<?> parts = (List<?>) frame;
		return Tuple.create(Symbol.intern(ClassNames.of(String.valueOf(parts.get(0)))), parts.get(1), parts.get(2),
				parts.get(3));
	}

	private void some(String before, @Nullable Object value) {
		if (value != null) {
			write(before);
			value(value);
		}
	}

	private void value(@Nullable Object value) {
		this.printer.print(value, this.level);
	}

	private void write(String text) {
		this.printer.write(text);
	}

	private static @Nullable Object get(IPersistentMap map, String key) {
		return map.valAt(Keyword.intern(key));
	}

}
