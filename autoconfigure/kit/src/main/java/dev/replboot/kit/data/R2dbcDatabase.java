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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What differs between databases that are read over R2DBC.
 */
abstract class R2dbcDatabase {

	private final SqlDialect dialect;

	R2dbcDatabase(SqlDialect dialect) {
		this.dialect = dialect;
	}

	/**
	 * The database of a connection. Any other database might write, although the
	 * transaction is declared to be read-only.
	 * @param connection the connection
	 * @return the database
	 * @throws IllegalArgumentException if it is another than those that are known
	 */
	static R2dbcDatabase of(Connection connection) {
		String product = connection.getMetadata().getDatabaseProductName();
		return switch (SqlDialect.of(product)) {
			case POSTGRESQL -> new R2dbcPostgres();
			case H2 -> new R2dbcH2();
			default -> throw new IllegalArgumentException("Over R2DBC, sql reads PostgreSQL and H2, and this is "
					+ product + ": it isn't known how to make sure that nothing is changed there. Nothing was run.");
		};
	}

	SqlDialect dialect() {
		return this.dialect;
	}

	/**
	 * The statements of a text.
	 * @param sql one statement, or several
	 * @param arguments the values of its parameters
	 * @return the statements, each with its values
	 * @throws IllegalArgumentException if none of it may be executed
	 */
	final List<SqlParameters> statements(String sql, List<@Nullable Object> arguments) {
		String refusal = SqlDoubts.unasked(sql, this.dialect);
		if (refusal != null) {
			throw new IllegalArgumentException(refusal);
		}
		List<SqlParameters> statements = new ArrayList<>();
		for (SqlStatement statement : StatementRules.single(sql, this.dialect, !arguments.isEmpty())) {
			refuseWrite(statement);
			statements.add(SqlParameters.bind(statement.text(), this.dialect, arguments));
		}
		return statements;
	}

	abstract void refuseWrite(SqlStatement statement);

	/**
	 * Have the database itself bound what is about to be executed.
	 * @param connection the connection, in its transaction
	 * @param time how long a statement may take
	 * @return done when it is so
	 */
	abstract Mono<Void> limit(Connection connection, Duration time);

	/**
	 * Look whether something was changed.
	 * @param connection the connection, in its transaction
	 * @return an error if it was
	 */
	Mono<Void> check(Connection connection) {
		return Mono.empty();
	}

	/**
	 * Undo what {@link #limit} has done, as far as it outlives the transaction.
	 * @param connection the connection
	 * @return done when it is so
	 */
	Mono<Void> restore(Connection connection) {
		return Mono.empty();
	}

	/**
	 * Write a statement's parameters as the driver takes them.
	 * @param sql the statement with question marks
	 * @return the statement
	 */
	String marked(String sql) {
		return sql;
	}

	abstract void bind(Statement statement, int index, @Nullable Object value);

	/**
	 * The name of a column for people.
	 * @param column the column
	 * @return the name
	 */
	String name(ColumnMetadata column) {
		return column.getName();
	}

	/**
	 * Whether a value is to be shown as the database writes it.
	 * @param column the value's column
	 * @return whether it is
	 */
	boolean isText(ColumnMetadata column) {
		return false;
	}

	/**
	 * Run a statement of the kit's own.
	 * @param connection the connection
	 * @param sql the statement
	 * @return the first column of its first row, if it has one
	 */
	static Mono<String> ask(Connection connection, String sql) {
		return Flux.<Result>from(connection.createStatement(sql).execute())
			.concatMap((result) -> result.map((row, columns) -> Objects.toString(row.get(0), "")))
			.collectList()
			.flatMap((all) -> (all.isEmpty() || all.get(0).isEmpty()) ? Mono.empty() : Mono.just(all.get(0)));
	}

}
