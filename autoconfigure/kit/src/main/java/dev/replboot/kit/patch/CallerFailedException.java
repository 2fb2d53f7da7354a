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

package dev.replboot.kit.patch;

import dev.replboot.runtime.stop.StandIn;

/**
 * The application has failed with what a patch gave.
 */
final class CallerFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param method the patched method
	 * @param failure what the caller failed with
	 */
	CallerFailedException(String method, Throwable failure) {
		this(method, StandIn.of(failure), false);
	}

	private CallerFailedException(String method, Throwable cause, boolean trace) {
		super("What the patch of " + method + " gave made the caller fail: " + cause, cause, false, trace);
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
