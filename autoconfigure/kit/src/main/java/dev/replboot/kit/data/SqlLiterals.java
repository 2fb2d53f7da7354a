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

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Values as they are written in statements that PostgreSQL and H2 understand.
 */
final class SqlLiterals {

	private SqlLiterals() {
	}

	static String of(@Nullable Object value, DatabaseKind kind) {
		if (value == null) {
			return "null";
		}
		if (value instanceof BigDecimal number) {
			return number.toPlainString();
		}
		if (value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Short) {
			return value.toString();
		}
		if (value instanceof byte[] bytes) {
			String hex = HexFormat.of().formatHex(bytes);
			return (kind == DatabaseKind.POSTGRESQL) ? quoted("\\x" + hex) : "x" + quoted(hex);
		}
		if (value instanceof List<?> elements) {
			return "array[" + elements.stream().map((element) -> of(element, kind)).collect(Collectors.joining(", "))
					+ "]";
		}
		String type = (value instanceof LocalDateTime) ? "timestamp "
				: (value instanceof LocalDate) ? "date " : (value instanceof LocalTime) ? "time "
						: (value instanceof OffsetDateTime) ? "timestamp with time zone " : "";
		return type + quoted(text(value));
	}

	static String text(Object value) {
		if (value instanceof byte[] bytes) {
			return HexFormat.of().formatHex(bytes);
		}
		return (value instanceof LocalDateTime || value instanceof OffsetDateTime) ? value.toString().replace('T', ' ')
				: value.toString();
	}

	private static String quoted(String text) {
		return "'" + text.replace("'", "''") + "'";
	}

}
