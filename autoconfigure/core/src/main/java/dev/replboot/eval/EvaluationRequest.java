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

import java.io.Writer;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.StepSettings;

/**
 * A text to be evaluated that came as a whole, and where what comes of it goes.
 *
 * @param code the text, of any number of forms
 * @param line the number of its first line, from 1
 * @param column the number of its first column, from 1
 * @param settings what the client chose
 * @param out {@code *out*}
 * @param err {@code *err*}
 * @param value gets each printed value
 * @param tool what an editor asks by itself with it, such as {@code completions};
 * {@code null} for what somebody evaluates
 */
@Internal
public record EvaluationRequest(String code, int line, int column, StepSettings settings, Writer out, Writer err,
		Writer value, @Nullable String tool) {

	/**
	 * Create a text that somebody wants evaluated.
	 * @param code the text, of any number of forms
	 * @param line the number of its first line, from 1
	 * @param column the number of its first column, from 1
	 * @param settings what the client chose
	 * @param out {@code *out*}
	 * @param err {@code *err*}
	 * @param value gets each printed value
	 */
	public EvaluationRequest(String code, int line, int column, StepSettings settings, Writer out, Writer err,
			Writer value) {
		this(code, line, column, settings, out, err, value, null);
	}

	/**
	 * Whether a text could be read: no bracket, string or character is left open at its
	 * end. Knows no more of Clojure's syntax than that takes.
	 * @param code the text
	 * @return whether nothing is left open
	 */
	public static boolean isComplete(String code) {
		return FormScanner.isWhole(code);
	}

}
