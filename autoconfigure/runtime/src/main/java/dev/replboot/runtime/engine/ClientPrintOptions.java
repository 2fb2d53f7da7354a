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

import java.io.IOException;
import java.io.Writer;

import clojure.lang.IFn;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Util;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.NamedFunctions;
import dev.replboot.runtime.PrintQuotaException;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StepStreams;

/**
 * What a client may choose for its evaluations: how values are printed and how errors are
 * shown. Finds and runs the client's choice as a part of the evaluation, because to find
 * it may load code.
 */
final class ClientPrintOptions {

	private static final Symbol PRINT = Symbol.intern("repl.nrepl", "print-value");

	private static final Symbol CALL = Symbol.intern("repl.nrepl", "call-printer");

	private static final Symbol FIND = Symbol.intern("repl.nrepl", "find-function");

	private ClientPrintOptions() {
	}

	/**
	 * Look up what the client has named, if nobody has done that for the text yet. Must
	 * not be called before the form was announced.
	 * @param settings the client's choice
	 */
	static void find(StepSettings settings) {
		if (!settings.found().beginLookUp()) {
			return;
		}
		String printer = settings.printer();
		String caught = settings.caught();
		settings.found()
			.keep((printer == null || NamedFunctions.way(printer) != null) ? null
					: find(printer, StepSettings.Choice.PRINTER, settings),
					(caught == null || NamedFunctions.isHarmlessCaught(caught)) ? null
							: find(caught, StepSettings.Choice.CAUGHT, settings));
	}

	private static @Nullable Object find(String name, StepSettings.Choice choice, StepSettings settings) {
		Object found = function(FIND).invoke(name);
		if (found == null) {
			settings.problems().unresolved(choice, "Couldn't resolve var " + name);
		}
		return found;
	}

	static void print(@Nullable Object value, StepStreams streams, StepSettings settings) {
		print(value, streams.value(), settings);
	}

	private static void print(@Nullable Object value, Writer writer, StepSettings settings) {
		try {
			String printer = settings.printer();
			String way = (printer != null) ? NamedFunctions.way(printer) : null;
			if (settings.data()) {
				DataPrinting.print(value, writer);
			}
			else if (way != null) {
				function(PRINT).invoke(value, writer, way, settings.options());
			}
			else if (settings.found().printer() instanceof IFn function) {
				function(CALL).invoke(function, value, writer, settings.options());
			}
			else {
				ReadablePrinter.print(value, writer);
			}
		}
		catch (PrintQuotaException ex) {
			// as much as there should be of it was printed
			return;
		}
		finally {
			flush(writer);
		}
	}

	static void caught(Throwable thrown, int line, StepSettings settings, Runnable before) {
		Writer throwable = settings.throwable();
		if (settings.data() && throwable != null) {
			DataPrinting.caught(thrown, throwable);
			return;
		}
		find(settings);
		if (settings.found().caught() instanceof IFn function) {
			function.invoke(thrown);
		}
		else {
			Traces.show(thrown, line, before);
		}
		if (throwable != null) {
			print(thrown, throwable, settings);
		}
	}

	private static IFn function(Symbol name) {
		return (IFn) RT.var("clojure.core", "requiring-resolve").invoke(name);
	}

	private static void flush(Writer writer) {
		try {
			writer.flush();
		}
		catch (IOException ex) {
			throw Util.sneakyThrow(ex);
		}
	}

}
