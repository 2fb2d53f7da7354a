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
 * Where the evaluations of a session print to.
 *
 * @param out what they print to {@code *out*}
 * @param err what they print to {@code *err*}, and why they were stopped
 * @param value their values
 * @param settings how values and errors are printed, or {@code null} for the way of a
 * socket REPL
 */
@Internal
public record OutputStreams(Writer out, Writer err, Writer value, @Nullable StepSettings settings) {

	/**
	 * Print everything to one place.
	 * @param writer the place
	 * @return the console
	 */
	public static OutputStreams of(Writer writer) {
		return new OutputStreams(writer, writer, writer, null);
	}

}
