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
 * What runs in place of a method.
 */
@FunctionalInterface
public interface PatchBody {

	/**
	 * Run.
	 * @param self the object, or {@code null} for a static method
	 * @param arguments the arguments
	 * @param proceed calls the original
	 * @return what the method gives; is coerced to its declared type
	 * @throws Throwable whatever the caller is to get
	 */
	@Nullable Object call(@Nullable Object self, @Nullable Object[] arguments, Proceed proceed) throws Throwable;

	/**
	 * The name of the class whose code runs, so that its frames are known.
	 * @return the name of the class
	 */
	default String code() {
		return getClass().getName();
	}

	/**
	 * The original method, for the object that it was called on.
	 */
	@FunctionalInterface
	interface Proceed {

		/**
		 * Call it.
		 * @param arguments the arguments, or {@code null} for those that it was called
		 * with
		 * @return what it gives
		 * @throws Throwable what it throws
		 */
		@Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable;

	}

}
