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
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a statement that only reads from writing, where the database itself doesn't do
 * that, and tells if it wrote nevertheless.
 */
final class ReadOnlyRules {

	private static final Set<String> QUERIES = Set.of("select", "with", "values", "table", "show", "explain", "desc",
			"describe");

	// what may follow on with and explain
	private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge", "into");

	private final Connection connection;

	private final SqlDialect dialect;

	private @Nullable TransactionIdentity begun;

	private String largeObjects = "";

	/**
	 * Create it.
	 * @param connection the connection, which isn't watched
	 * @param dialect the database's own way to write statements
	 */
	ReadOnlyRules(Connection connection, SqlDialect dialect) {
		this.connection = connection;
		this.dialect = dialect;
	}

	/**
	 * Refuse a statement that would write.
	 * @param statement the statement
	 * @param sql its text
	 * @throws SQLException if it would, or the database can't be asked
	 */
	void check(PreparedStatement statement, String sql) throws SQLException {
		switch (this.dialect) {
			case POSTGRESQL -> {
				for (String text : JdbcEscapes.readings(this.connection, sql)) {
					PostgresElsewhere.of(this.connection).check(text);
				}
				this.largeObjects = PostgresChanges.largeObjects(this.connection);
			}
			case H2 -> checkH2(statement, sql);
			case MYSQL -> {
				for (String text : JdbcEscapes.readings(this.connection, sql)) {
					checkMySql(text);
				}
			}
			case STANDARD -> {
				for (String text : JdbcEscapes.readings(this.connection, sql)) {
					refuseUnless(SqlStatement.split(text, this.dialect).stream().allMatch(ReadOnlyRules::reads));
				}
			}
		}
	}

	// it takes no notice of read-only transactions, and commits when a table is altered
	private void checkH2(PreparedStatement statement, String sql) throws SQLException {
		refuseUnless(statement.getMetaData() != null);
		new H2Links().check(this.connection, sql);
		try {
			this.begun = TransactionIdentity.ofQuery(this.connection);
		}
		catch (SQLException ex) {
			// a user without rights to the schema can't have one, and reads nevertheless
			this.begun = null;
		}
	}

	private void checkMySql(String sql) throws SQLException {
		// code that begins another transaction isn't kept from writing
		if (LastingWords.areIn(sql, this.dialect)) {
			new MariaDbWrites(new MariaDbCatalog(this.connection)).add(sql,
					Objects.requireNonNullElse(this.connection.getCatalog(), ""));
		}
		refuseUnless(TransactionGuard.definition(sql, this.dialect) == null);
	}

	// drivers take a read-only transaction for a hint
	private static boolean reads(SqlStatement statement) {
		int first = 0;
		while (statement.word(first).equals("(")) {
			first++;
		}
		return QUERIES.contains(statement.word(first)) && WRITES.stream().noneMatch(statement::contains);
	}

	private static void refuseUnless(boolean query) {
		if (!query) {
			throw new IllegalArgumentException(
					"The statement is no query, and sql only reads: nothing was changed. (dry-run …) tries changes out, (fix! …) makes them.");
		}
	}

	/**
	 * Check what the statement has done.
	 * @param results what it gave
	 * @throws IllegalArgumentException if it changed something, which is rolled back
	 * @throws IllegalStateException if it ended the transaction
	 * @throws SQLException if the database can't be asked
	 */
	void requireNoChange(List<QueryResult> results) throws SQLException {
		if (this.begun != null && !this.begun.holds(this.connection)) {
			throw new IllegalStateException(
					"The statement ended the transaction that it was in, as code in Java can that"
							+ " H2 calls. What it changed may be committed. Ask the database what is there.");
		}
		boolean changed = results.stream().anyMatch((result) -> result.changed() > 0) || switch (this.dialect) {
			case POSTGRESQL -> PostgresChanges.hasChangedLargeObjects(this.connection, this.largeObjects);
			case H2 -> H2Changes.written(this.connection);
			default -> false;
		};
		if (changed) {
			throw new IllegalArgumentException(
					"The statement changed data, which was rolled back, because sql only reads. (dry-run …) tries changes out, (fix! …) makes them.");
		}
	}

}
