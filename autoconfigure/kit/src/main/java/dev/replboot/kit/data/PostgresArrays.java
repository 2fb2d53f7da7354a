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

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.json.JsonLineWriter;

/**
 * Arrays as PostgreSQL reads them.
 */
final class PostgresArrays {

	private PostgresArrays() {
	}

	/**
	 * Write an array as PostgreSQL reads it.
	 * @param value a collection or an array
	 * @return its text
	 * @see <a href=
	 * "https://www.postgresql.org/docs/current/arrays.html#ARRAYS-INPUT">Array Value
	 * Input</a>
	 */
	static String toText(Object value) {
		if (isEmpty(value)) {
			// there are no empty arrays in an array
			return "{}";
		}
		return ListValues.elements(value)
			.stream()
			.map(PostgresArrays::element)
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static boolean isEmpty(Object array) {
		return ListValues.elements(array)
			.stream()
			.allMatch((element) -> element != null && ListValues.isList(element) && isEmpty(element));
	}

	private static String element(@Nullable Object element) {
		if (element == null) {
			return "NULL";
		}
		if (element instanceof Optional<?> optional) {
			return element(optional.orElse(null));
		}
		if (ListValues.isList(element)) {
			return toText(element);
		}
		return '"' + elementText(element).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	private static String elementText(Object element) {
		if (element instanceof byte[] bytes) {
			return "\\x" + HexFormat.of().formatHex(bytes);
		}
		if (element instanceof Map<?, ?>) {
			return JsonLineWriter.toText(element);
		}
		String text = (element instanceof Enum<?> constant) ? constant.name() : ParameterTexts.of(element);
		return (text != null) ? text : element.toString();
	}

}
