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

import dev.replboot.runtime.PrintQuotaException;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StepStreams;

/**
 * What a client may choose for its evaluations: how values are printed and how errors are
 * shown. Runs the client's choice as a part of the evaluation, because to find it may
 * load code.
 */
final class StepChoices {

	private static final Symbol PRINT = Symbol.intern("dev.replboot.nrepl", "print-value");

	private static final Symbol CAUGHT = Symbol.intern("dev.replboot.nrepl", "show-error");

	private StepChoices() {
	}

	static void print(@Nullable Object value, StepStreams streams, StepSettings settings) {
		print(value, streams.value(), settings);
	}

	private static void print(@Nullable Object value, Writer writer, StepSettings settings) {
		try {
			if (settings.data()) {
				DataPrinting.print(value, writer);
				return;
			}
			if (settings.printer() == null) {
				ReadablePrinter.print(value, writer);
				return;
			}
			Object problem = function(PRINT).invoke(value, writer, settings.printer(), settings.options());
			if (problem != null) {
				settings.problems().accept(problem.toString());
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

	static void caught(Throwable thrown, StepSettings settings) {
		Writer throwable = settings.throwable();
		if (settings.data() && throwable != null) {
			DataPrinting.caught(thrown, throwable);
			return;
		}
		if (settings.caught() == null) {
			Traces.show(thrown);
		}
		else {
			Object problem = function(CAUGHT).invoke(thrown, settings.caught());
			if (problem != null) {
				settings.problems().accept(problem.toString());
			}
		}
		if (settings.throwable() != null) {
			print(thrown, settings.throwable(), settings);
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
