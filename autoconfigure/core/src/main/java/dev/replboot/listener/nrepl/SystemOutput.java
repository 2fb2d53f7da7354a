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

package dev.replboot.listener.nrepl;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One of the application's standard streams, for those who want to read along. Nothing
 * stands in front of the stream while nobody does. What the application has put there
 * meanwhile stays; a stream of ours that it has wrapped just passes on.
 */
final class SystemOutput {

	static final SystemOutput OUT = new SystemOutput(() -> System.out, System::setOut);

	static final SystemOutput ERR = new SystemOutput(() -> System.err, System::setErr);

	private final Supplier<PrintStream> stream;

	private final Consumer<PrintStream> replace;

	private final List<Reader> readers = new CopyOnWriteArrayList<>();

	private @Nullable ReadAlong installed;

	SystemOutput(Supplier<PrintStream> stream, Consumer<PrintStream> replace) {
		this.stream = stream;
		this.replace = replace;
	}

	synchronized void add(Reader reader) {
		this.readers.add(reader);
		PrintStream present = this.stream.get();
		ReadAlong before = this.installed;
		if (present != before) {
			if (before != null) {
				// it may still be behind what the application has put there
				before.retire();
			}
			ReadAlong stream = new ReadAlong(present, this::printed);
			this.installed = stream;
			this.replace.accept(stream);
		}
	}

	synchronized void remove(Reader reader) {
		this.readers.remove(reader);
		ReadAlong stream = this.installed;
		if (this.readers.isEmpty() && stream != null) {
			this.installed = null;
			stream.retire();
			if (this.stream.get() == stream) {
				this.replace.accept(stream.original());
			}
		}
	}

	private void printed(String text) {
		for (Reader reader : this.readers) {
			reader.printed(text);
		}
	}

	/**
	 * Reads along. Must be quick, and must not print.
	 */
	@FunctionalInterface
	interface Reader {

		void printed(String text);

	}

}
