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
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How to evaluate a form of a text that came as a whole, for a protocol whose clients
 * choose such things for each of them.
 *
 * @param file where the client has the text from, Clojure's {@code *file*}, or
 * {@code null}
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
 * @since 0.1.0
 */
public record StepSettings(@Nullable String file, @Nullable String printer, Map<String, Object> options,
		@Nullable String caught, @Nullable Writer throwable, Consumer<String> problems, boolean data, boolean aside) {

	/**
	 * What somebody wants evaluated.
	 * @param file where the client has the text from, or {@code null}
	 * @param printer the name of the var that prints values, or {@code null}
	 * @param options options for the printer
	 * @param caught the name of the var that is called with what was thrown, or
	 * {@code null}
	 * @param throwable gets the printed exception, or {@code null}
	 * @param problems told of a var that isn't there
	 */
	public StepSettings(@Nullable String file, @Nullable String printer, Map<String, Object> options,
			@Nullable String caught, @Nullable Writer throwable, Consumer<String> problems) {
		this(file, printer, options, caught, throwable, problems, false, false);
	}

	/**
	 * Values and errors as data.
	 * @param throwable gets what was thrown
	 * @return the settings
	 */
	public static StepSettings ofData(Writer throwable) {
		return new StepSettings(null, null, Map.of(), null, throwable, (problem) -> {
		}, true, false);
	}

	/**
	 * A question of the client's own that must leave no trace in the session.
	 * @param printer the name of the var that prints the answer
	 * @param problems told of a var that isn't there
	 * @return the settings
	 */
	public static StepSettings ofQuestion(String printer, Consumer<String> problems) {
		return new StepSettings(null, printer, Map.of(), null, null, problems, false, true);
	}

}
