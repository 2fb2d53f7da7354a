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

package dev.replboot.kit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Shows objects that a library of the application knows more about than their fields
 * tell, such as entities of JPA.
 */
@Internal
public interface ObjectView {

	/**
	 * Show an object.
	 * @param object any object
	 * @return its attributes by their names, or {@code null} if it is nothing special
	 */
	@Nullable Map<String, @Nullable Object> view(Object object);

	/**
	 * Read an attribute of an object as it is.
	 * @param object the object
	 * @param name the attribute's name
	 * @return its value, or {@code null} if it isn't loaded
	 */
	@Nullable Object attribute(Object object, String name);

}
