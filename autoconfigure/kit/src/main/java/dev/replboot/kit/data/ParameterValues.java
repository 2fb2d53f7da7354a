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

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

import dev.replboot.kit.data.json.JsonLineWriter;

/**
 * Gives a statement the values of its parameters. Where a value can be written in more
 * than one way, as a list that may become an array or JSON, the database is asked for the
 * parameter's type.
 */
final class ParameterValues {

	private final PreparedStatement statement;

	private final SqlDialect dialect;

	private ParameterValues(PreparedStatement statement, SqlDialect dialect) {
		this.statement = statement;
		this.dialect = dialect;
	}

	static void set(PreparedStatement statement, SqlDialect dialect, List<@Nullable Object> values)
			throws SQLException {
		ParameterValues setting = new ParameterValues(statement, dialect);
		for (int i = 0; i < values.size(); i++) {
			setting.set(i + 1, values.get(i));
		}
	}

	private void set(int index, @Nullable Object value) throws SQLException {
		if (value instanceof UntypedValue untyped) {
			untyped(index, untyped.text());
		}
		else if (value instanceof Enum<?> constant) {
			untyped(index, constant.name());
		}
		else if (value instanceof TemporalAmount && this.dialect == SqlDialect.POSTGRESQL) {
			untyped(index, value.toString());
		}
		else if (value instanceof Map<?, ?> || ListValues.isList(value)) {
			composite(index, Objects.requireNonNull(value));
		}
		else if (value instanceof Optional<?> optional) {
			set(index, optional.orElse(null));
		}
		else {
			simple(index, value);
		}
	}

	private void simple(int index, @Nullable Object value) throws SQLException {
		String text = ParameterTexts.of(value);
		if (text != null) {
			untyped(index, text);
		}
		else {
			if (this.dialect == SqlDialect.MYSQL) {
				ParameterTexts.requireMariaDb(index, value);
			}
			asTheDriverDoes(index, value);
		}
	}

	// what a driver advises instead can't be followed in the REPL
	private void asTheDriverDoes(int index, @Nullable Object value) throws SQLException {
		try {
			StatementCreatorUtils.setParameterValue(this.statement, index, SqlTypeValue.TYPE_UNKNOWN, value);
		}
		catch (SQLException ex) {
			if (value == null || ParameterTexts.isOrdinary(value)) {
				throw ex;
			}
			throw ParameterTexts.unknown(index, value);
		}
	}

	// PostgreSQL takes its type from what the parameter is used for
	private void untyped(int index, String text) throws SQLException {
		if (this.dialect == SqlDialect.POSTGRESQL) {
			this.statement.setObject(index, text, Types.OTHER);
		}
		else {
			this.statement.setString(index, text);
		}
	}

	private void composite(int index, Object value) throws SQLException {
		switch (this.dialect) {
			case POSTGRESQL -> postgres(index, value, type(index));
			case H2 -> h2(index, value, type(index));
			default -> this.statement.setString(index, JsonLineWriter.toText(value));
		}
	}

	private String type(int index) throws SQLException {
		return String.valueOf(this.statement.getParameterMetaData().getParameterTypeName(index));
	}

	private void postgres(int index, Object value, String type) throws SQLException {
		if (type.equals("hstore") && value instanceof Map<?, ?>) {
			this.statement.setObject(index, value, Types.OTHER);
		}
		else {
			boolean json = type.equals("json") || type.equals("jsonb") || value instanceof Map<?, ?>;
			untyped(index, json ? JsonLineWriter.toText(value) : PostgresArrays.toText(value));
		}
	}

	private void h2(int index, Object value, String type) throws SQLException {
		if (type.startsWith("JSON")) {
			this.statement.setBytes(index, JsonLineWriter.toText(value).getBytes(StandardCharsets.UTF_8));
		}
		else if (value instanceof Map<?, ?>) {
			this.statement.setString(index, JsonLineWriter.toText(value));
		}
		else {
			this.statement.setObject(index, deepArray(value));
		}
	}

	private static Object deepArray(Object value) {
		return ListValues.elements(value)
			.stream()
			.map((element) -> (element != null && ListValues.isList(element)) ? deepArray(element)
					: (element instanceof UntypedValue untyped) ? untyped.text() : element)
			.toArray();
	}

}
