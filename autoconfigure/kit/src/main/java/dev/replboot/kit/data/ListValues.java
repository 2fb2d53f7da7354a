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

package dev.replboot.kit.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * Values of parameters that have elements: collections, and arrays other than of bytes.
 */
final class ListValues {

	private ListValues() {
	}

	static boolean isList(@Nullable Object value) {
		return value instanceof Collection<?>
				|| (value != null && value.getClass().isArray() && !(value instanceof byte[]));
	}

	/**
	 * The elements of a value that has some.
	 * @param value a collection or an array
	 * @return its elements
	 */
	static List<@Nullable Object> elements(Object value) {
		return (value instanceof Collection<?> collection) ? new ArrayList<>(collection)
				: Arrays.asList(ObjectUtils.toObjectArray(value));
	}

}
