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

/**
 * Thrown instead of doing something that harms the whole application.
 */
public final class GuardedCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String what;

	GuardedCallException(String what) {
		super(what + " affects the whole application, so it was not done." + " If you mean it, wrap it: (really! …)");
		this.what = what;
	}

	/**
	 * What was about to happen.
	 * @return for example {@code System/exit}
	 */
	public String getWhat() {
		return this.what;
	}

}
