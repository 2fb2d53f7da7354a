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

import org.jspecify.annotations.Nullable;

/**
 * What one step did.
 *
 * @param kind how the step ended
 * @param namespace the namespace that the session is in now
 * @param error what was thrown, when it ended in an error
 * @since 0.1.0
 */
public record StepResult(Kind kind, String namespace, @Nullable Thrown error) {

	/**
	 * How a step ended.
	 */
	public enum Kind {

		/**
		 * A value was printed.
		 */
		VALUE,

		/**
		 * The form couldn't be read, threw, or its value couldn't be printed.
		 */
		ERROR,

		/**
		 * There was only white space up to the end of a line.
		 */
		BLANK,

		/**
		 * The source has ended or {@code :repl/quit} was read.
		 */
		EXIT

	}

	/**
	 * What was thrown.
	 *
	 * @param type the class's name
	 * @param rootType the root cause's class's name
	 * @param shownRootType the class's name of what {@code clojure.main/root-cause} takes
	 * for the root: an error of the compiler has none behind it
	 * @param phase Clojure's {@code :clojure.error/phase}, such as {@code read-source},
	 * {@code compile-syntax-check}, {@code execution}, {@code print-eval-result}
	 * @param summary the message as Clojure's triage words it
	 */
	public record Thrown(String type, String rootType, String shownRootType, String phase, String summary) {

		/**
		 * Create the description of what the compiler hasn't thrown.
		 * @param type the class's name
		 * @param rootType the root cause's class's name
		 * @param phase the phase
		 * @param summary the message
		 */
		public Thrown(String type, String rootType, String phase, String summary) {
			this(type, rootType, rootType, phase, summary);
		}

	}

}
