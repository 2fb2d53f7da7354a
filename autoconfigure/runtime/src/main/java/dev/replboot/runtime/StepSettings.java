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

package dev.replboot.runtime;

import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * How to evaluate a form of a text that came as a whole, for a protocol whose clients
 * choose such things for each of them.
 *
 * @param source where the client has the text from
 * @param printer the name of the var that prints values, called with value, writer and
 * options, or {@code null} for {@code pr}
 * @param options options for the printer
 * @param caught the name of the var that is called with what was thrown, or {@code null}
 * for {@code clojure.main/repl-caught}
 * @param throwable gets the printed exception, or {@code null}
 * @param problems told of a var that isn't there; the default does its work
 * @param data whether values and errors are printed as {@code clojure.core.server/prepl}
 * does, whatever else is chosen: what was thrown becomes a map, for {@code throwable}
 * @param aside whether it is asked aside: {@code *1}, {@code *2}, {@code *3} and
 * {@code *e} stay what they are
 * @param found what the client's names have turned out to be, for all forms of the text
 */
@Internal
public record StepSettings(Source source, @Nullable String printer, Map<String, Object> options,
		@Nullable String caught, @Nullable Writer throwable, Problems problems, boolean data, boolean aside,
		NamedFunctions found) {

	private static final int MAX_OPTIONS = 1000;

	/**
	 * What somebody wants evaluated.
	 * @param source where the client has the text from
	 * @param printer the name of the var that prints values, or {@code null}
	 * @param options options for the printer
	 * @param caught the name of the var that is called with what was thrown, or
	 * {@code null}
	 * @param throwable gets the printed exception, or {@code null}
	 * @param problems told of a var that isn't there
	 */
	public StepSettings(Source source, @Nullable String printer, Map<String, Object> options, @Nullable String caught,
			@Nullable Writer throwable, Problems problems) {
		this(source, printer, options, caught, throwable, problems, false, false, new NamedFunctions());
	}

	/**
	 * Values and errors as data.
	 * @param throwable gets what was thrown
	 * @return the settings
	 */
	public static StepSettings ofData(Writer throwable) {
		return new StepSettings(Source.NONE, null, Map.of(), null, throwable, (choice, problem) -> {
		}, true, false, new NamedFunctions());
	}

	/**
	 * A question of the client's own that must leave no trace in the session.
	 * @param printer the name of the var that prints the answer
	 * @param problems told of a var that isn't there
	 * @return the settings
	 */
	public static StepSettings ofQuestion(String printer, Consumer<String> problems) {
		return new StepSettings(Source.NONE, printer, Map.of(), null, null,
				(choice, problem) -> problems.accept(problem), false, true, new NamedFunctions());
	}

	/**
	 * The file that the text is from.
	 * @return its path, Clojure's {@code *file*}, or {@code null}
	 */
	public @Nullable String file() {
		return this.source.path();
	}

	/**
	 * The same without anything that the client has named.
	 * @return settings that print with Clojure's own functions
	 */
	public StepSettings withoutNames() {
		return new StepSettings(this.source, null, Map.of(), null, this.throwable, this.problems, this.data, this.aside,
				new NamedFunctions());
	}

	/**
	 * What runs because of these settings and is neither Clojure's nor the REPL's own.
	 * @return names of functions, and what they are given
	 */
	public Map<String, String> called() {
		Map<String, String> called = new LinkedHashMap<>();
		if (this.printer != null && !NamedFunctions.isHarmlessPrinter(this.printer)) {
			called.put("printer", cut(this.printer));
			if (!this.options.isEmpty()) {
				called.put("printerOptions", cut(this.options.toString()));
			}
		}
		if (this.caught != null && !NamedFunctions.isHarmlessCaught(this.caught)) {
			called.put("caught", cut(this.caught));
		}
		return called;
	}

	private static String cut(String text) {
		return (text.length() <= MAX_OPTIONS) ? text
				: text.substring(0, MAX_OPTIONS) + "… (" + text.length() + " characters)";
	}

	/**
	 * Where a text comes from and how its reader conditionals are read.
	 *
	 * @param path the file's path, Clojure's {@code *file*}, or {@code null}
	 * @param name the file's name, which stack traces show, or {@code null}
	 * @param preserve whether reader conditionals are kept as data rather than resolved
	 */
	public record Source(@Nullable String path, @Nullable String name, boolean preserve) {

		/**
		 * No file.
		 */
		public static final Source NONE = new Source(null, null, false);

	}

	/**
	 * Told of a name behind which there is nothing.
	 */
	@FunctionalInterface
	public interface Problems {

		/**
		 * There is nothing of that name.
		 * @param choice what it was named for
		 * @param sentence the problem
		 */
		void unresolved(Choice choice, String sentence);

	}

	/**
	 * What a client can name a function for.
	 */
	public enum Choice {

		/**
		 * Printing values.
		 */
		PRINTER,

		/**
		 * Showing what was thrown.
		 */
		CAUGHT

	}

}
