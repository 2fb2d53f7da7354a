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

import java.io.Writer;

import clojure.lang.ExceptionInfo;
import clojure.lang.IExceptionInfo;
import clojure.lang.Keyword;
import clojure.lang.RT;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

/**
 * Prints values and errors as data, as {@code clojure.core.server/io-prepl} does.
 */
final class DataPrinting {

	private static final Keyword PHASE = Keyword.intern("phase");

	private static final Keyword ERROR_PHASE = Keyword.intern("clojure.error", "phase");

	private static final Keyword PRINTING = Keyword.intern("print-eval-result");

	private static final Keyword EXECUTION = Keyword.intern("execution");

	private static final Var PRINT_READABLY = RT.var("clojure.core", "*print-readably*");

	private static final Var FLUSH_ON_NEWLINE = RT.var("clojure.core", "*flush-on-newline*");

	private DataPrinting() {
	}

	/**
	 * Print a value.
	 * @param value the value
	 * @param writer where to
	 */
	static void print(@Nullable Object value, Writer writer) {
		Var.pushThreadBindings(RT.map(RT.OUT, writer, PRINT_READABLY, true, FLUSH_ON_NEWLINE, true));
		try {
			ReadablePrinter.print((value instanceof Throwable thrown) ? Traces.asMap(thrown) : value, writer);
		}
		finally {
			Var.popThreadBindings();
		}
	}

	/**
	 * Print an error as the map of its chain of causes and the phase that it occurred in.
	 * @param thrown the error
	 * @param writer where to
	 */
	static void caught(Throwable thrown, Writer writer) {
		Object phase = (thrown instanceof IExceptionInfo info) ? RT.get(info.getData(), ERROR_PHASE) : null;
		if (phase == PRINTING) {
			// there it is a part of executing the form
			phase = EXECUTION;
		}
		Throwable cause = thrown.getCause();
		Throwable meant = (cause != null && isMarkOnly(thrown)) ? cause : thrown;
		Object map = Traces.asMap(meant).assoc(PHASE, (phase != null) ? phase : EXECUTION);
		print(map, writer);
	}

	// what only says in which phase its cause occurred
	private static boolean isMarkOnly(Throwable thrown) {
		return thrown instanceof ExceptionInfo info && info.getMessage() == null && info.getCause() != null
				&& info.getData().count() == 1 && info.getData().containsKey(ERROR_PHASE);
	}

}
