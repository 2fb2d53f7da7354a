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

import dev.replboot.api.Internal;

/**
 * Thrown in the threads of an evaluation that is being stopped. An {@link Error}, so that
 * {@code (catch Exception …)} lets it pass, and without a stack trace, so that it can be
 * made before it is needed.
 */
@Internal
public final class EvaluationStoppedError extends Error {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an error that says why the evaluation is stopped.
	 * @param message one sentence for the person who typed the form
	 */
	public EvaluationStoppedError(String message) {
		super(message, null, false, false);
	}

}
