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

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Changes the root of a Clojure var and puts it back.
 *
 * @since 0.1.0
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
		 * @param original calls the original
		 * @return what it gave
		 * @throws Exception what it threw
		 */
		@Nullable Object call(Callable<?> patch, Callable<?> original) throws Exception;

	}

}
