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

package dev.replboot.runtime.stop;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when code of a runtime was ended that ran on a thread of the application.
 */
public final class CallbackStoppedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean begun;

	private final transient @Nullable PassedOnCall passedOn;

	CallbackStoppedException(String message, boolean begun, @Nullable PassedOnCall passedOn) {
		super(message, null, false, false);
		this.begun = begun;
		this.passedOn = passedOn;
	}

	/**
	 * Whether any of it has run.
	 * @return {@code false} if the runtime was closed just before
	 */
	public boolean hasBegun() {
		return this.begun;
	}

	/**
	 * The call that the callback had passed on to the application before.
	 * @return the last one, or {@code null}
	 */
	public @Nullable PassedOnCall passedOn() {
		return this.passedOn;
	}

}
