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

package dev.replboot.eval;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is about to be evaluated.
 *
 * @param id the evaluation's number, unique while the REPL is open
 * @param origin where it comes from
 * @param form the form's text; starts with {@code #=} when the reader is about to run it
 * @param namespace the namespace it will be evaluated in
 * @param at when
 * @param tool what an editor asked by itself, such as {@code completions}; {@code null}
 * for what somebody evaluates
 * @param file the file that it is from, or {@code null}
 * @param line the number of its first line in the file or the session's input
 * @param called what else will run because of it: functions of the client's choice that
 * print values and errors, and what they are given ({@code printer},
 * {@code printerOptions}, {@code caught}); those of Clojure and of the REPL itself are
 * left out
 * @since 0.1.0
 */
public record EvaluationIntent(long id, EvaluationOrigin origin, String form, String namespace, Instant at,
		@Nullable String tool, @Nullable String file, int line, Map<String, String> called) {

	public EvaluationIntent {
		called = Map.copyOf(called);
	}

}
