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

package dev.replboot.runtime.weave;

/**
 * Thrown instead of defining a class that nothing could stop.
 */
public final class TooLargeToWeaveException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TooLargeToWeaveException(String internalName, Throwable reason) {
		super("The function, or class, " + internalName.replace('/', '.')
				+ " is too large: with what it takes to stop it and to guard it, its code is more than the JVM allows,"
				+ " which is 64 KB in one method. It was not defined. Split it into smaller ones.");
		// not the cause: that is what Clojure shows instead
		addSuppressed(reason);
	}

}
