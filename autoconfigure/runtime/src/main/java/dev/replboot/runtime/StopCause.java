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

import java.util.Objects;

/**
 * Why an evaluation is being stopped.
 *
 * @param kind what stops it
 * @param sentence what happened and what to do next, for the person who typed the form
 * @since 0.1.0
 */
public record StopCause(Kind kind, String sentence) {

	public StopCause {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(sentence, "sentence");
	}

	/**
	 * The kinds of stop, each of which is an outcome of its own in metrics and record.
	 */
	public enum Kind {

		/**
		 * Somebody asked: Ctrl-C, the endpoint, a closed connection, a closing REPL.
		 */
		INTERRUPTED,

		/**
		 * The time limit passed.
		 */
		TIME,

		/**
		 * The allocation limit was passed.
		 */
		ALLOCATION,

		/**
		 * The output limit was passed.
		 */
		OUTPUT

	}

}
