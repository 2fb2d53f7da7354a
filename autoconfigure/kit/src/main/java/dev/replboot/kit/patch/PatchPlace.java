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
 * Where a patch stands: which calls it gets, and how it is put in force and back.
 */
interface PatchPlace {

	/**
	 * Whose method it is.
	 * @return the class or interface
	 */
	Class<?> type();

	/**
	 * Which method it is.
	 * @return its name and the types of its parameters
	 */
	String member();

	/**
	 * What the method takes and gives.
	 * @return the types
	 */
	DeclaredTypes types();

	/**
	 * The method whose code is changed.
	 * @return the method
	 */
	CodeMethod code();

	/**
	 * Whether there is no room for both.
	 * @param other another place
	 * @return whether a call would belong to both
	 */
	boolean isSame(PatchPlace other);

	/**
	 * Put a patch in force.
	 * @param patch gets the calls
	 * @return the SHA-256 of the class's original code, empty where it says nothing
	 */
	String apply(PatchedMethod patch);

	/**
	 * Put the method back.
	 */
	void undo();

	/**
	 * The method without the patch.
	 */
	@FunctionalInterface
	interface Original {

		/**
		 * Call it.
		 * @param self the object, or {@code null} for a static method
		 * @param arguments the arguments
		 * @return what it gives
		 * @throws Throwable what it throws
		 */
		@Nullable Object call(@Nullable Object self, @Nullable Object[] arguments) throws Throwable;

	}

}
