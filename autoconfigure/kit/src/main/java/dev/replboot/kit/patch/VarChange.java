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
 * Changes the root of a Clojure var and puts it back.
 */
public interface VarChange {

	/**
	 * Have the patch run in place of what the var's root is.
	 * @param calls to be used for each call
	 */
	void apply(Calls calls);

	/**
	 * Whether the patch is still what the var's root is.
	 * @return {@code false} if the var was defined again meanwhile
	 */
	boolean isInForce();

	/**
	 * Put the root back, unless somebody else has changed it meanwhile.
	 */
	void undo();

	/**
	 * Counts calls and decides which function runs.
	 */
	@FunctionalInterface
	interface Calls {

		/**
		 * Call the patch or the original.
		 * @param patch calls the patch
		 * @param original calls the original, with the same arguments if it is given none
		 * @return what it gave
		 * @throws Throwable what it threw
		 */
		@Nullable Object call(Body patch, Original original) throws Throwable;

	}

	/**
	 * One call of the patch.
	 */
	@FunctionalInterface
	interface Body {

		/**
		 * Call the patch.
		 * @param original calls the original
		 * @return what the patch gave
		 * @throws Throwable what it threw
		 */
		@Nullable Object call(Original original) throws Throwable;

	}

	/**
	 * The function that the var had.
	 */
	@FunctionalInterface
	interface Original {

		/**
		 * Call it.
		 * @param arguments a sequence of Clojure's, or {@code null} for those of the call
		 * @return what it gave
		 * @throws Throwable what it threw
		 */
		@Nullable Object call(@Nullable Object arguments) throws Throwable;

	}

}
