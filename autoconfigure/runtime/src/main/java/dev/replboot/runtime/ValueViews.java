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

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Says how objects are printed that only the application's libraries know, such as
 * entities. Must neither load nor change anything.
 */
@Internal
@FunctionalInterface
public interface ValueViews {

	/**
	 * The name of the host object that is asked.
	 */
	String HOST_OBJECT = "values";

	/**
	 * Look at an object.
	 * @param value an object of a class of the application or its libraries
	 * @return how to print it, or {@code null} for an object that is nothing special
	 */
	@Nullable ValueView view(Object value);

}
