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

import org.jspecify.annotations.Nullable;

/**
 * What is patched, and how it is put back.
 */
interface Patched {

	/**
	 * Where it is.
	 * @return the name of the class or namespace
	 */
	String owner();

	/**
	 * What it is there.
	 * @return the method with the types of its parameters, or the name of the var
	 */
	String member();

	/**
	 * Whether something is the same.
	 * @param other something patched
	 * @return whether both are of one method or var
	 */
	boolean isSame(Patched other);

	/**
	 * Whether somebody has defined anew what is patched, or another agent has replaced
	 * its code, so that the patch isn't called.
	 * @return whether somebody has
	 */
	default boolean isOverwritten() {
		return false;
	}

	/**
	 * How often it was called.
	 * @return the number of calls
	 */
	long calls();

	/**
	 * How many calls failed or took too long.
	 * @return the number of errors
	 */
	int errors();

	/**
	 * Why the last call failed.
	 * @return a line, or {@code null} if none has failed
	 */
	@Nullable String lastError();

	/**
	 * The application has failed, perhaps with what the patch gave. Then that counts.
	 * @param failure what the application failed with
	 * @param operation the request or task that failed
	 */
	default void callerFailed(Throwable failure, CallerFailures.Operation operation) {
	}

	/**
	 * Put it in force.
	 * @return the SHA-256 of the original's code, empty where there is none
	 */
	String apply();

	/**
	 * Put it back.
	 */
	void undo();

}
