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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The statements that would put back what a correction has changed.
 */
final class UndoPlan {

	private final DatabaseKind kind;

	private UndoPlan(DatabaseKind kind) {
		this.kind = kind;
	}

	static List<String> of(Fix fix, Connection connection) throws SQLException {
		UndoPlan plan = new UndoPlan(DatabaseKind.of(connection));
		List<String> statements = new ArrayList<>(fix.rows().stream().map(plan::statement).toList());
		// what was done last is undone first
		Collections.reverse(statements);
		return statements;
	}

	private String statement(RowChange row) {
		Map<String, @Nullable Object> before = row.before();
		Map<String, @Nullable Object> after = row.after();
		if (before == null) {
			return "delete from " + table(row) + where(row, Objects.requireNonNull(after));
		}
		if (after == null) {
			return "insert into " + table(row) + " ("
					+ before.keySet().stream().map(this::name).collect(Collectors.joining(", ")) + ") values ("
					+ before.values()
						.stream()
						.map((value) -> SqlLiterals.of(value, this.kind))
						.collect(Collectors.joining(", "))
					+ ")";
		}
		String set = before.entrySet()
			.stream()
			.filter((column) -> !Objects.deepEquals(column.getValue(), after.get(column.getKey())))
			.map((column) -> name(column.getKey()) + " = " + SqlLiterals.of(column.getValue(), this.kind))
			.collect(Collectors.joining(", "));
		return "update " + table(row) + " set " + set + where(row, after);
	}

	// a row of a table without a key is told by all that it has
	private String where(RowChange row, Map<String, @Nullable Object> whole) {
		Map<String, @Nullable Object> key = row.key().isEmpty() ? whole : row.key();
		return " where " + key.entrySet()
			.stream()
			.map((column) -> name(column.getKey())
					+ ((column.getValue() != null) ? " = " + SqlLiterals.of(column.getValue(), this.kind) : " is null"))
			.collect(Collectors.joining(" and "));
	}

	private String table(RowChange row) {
		return Stream.of(row.table().split("\\.")).map(this::name).collect(Collectors.joining("."));
	}

	// names that need quotes can't be told apart from others, except by their characters
	private String name(String column) {
		return column.matches("[a-z_][a-z0-9_]*") ? column
				: "\"" + ((this.kind == DatabaseKind.H2) ? column.toUpperCase(Locale.ROOT) : column) + "\"";
	}

}
