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
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.eval.jdbc.StatementWatcher;
import dev.replboot.eval.jdbc.WatchedStatement;

/**
 * Keeps the connection of an open transaction from ending it, whoever uses the
 * connection, and remembers which statement failed first.
 */
final class TransactionGuard implements StatementWatcher {

	// https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
	private static final Set<String> DEFINITIONS_OF_MYSQL = Set.of("create", "alter", "drop", "truncate", "rename",
			"grant", "revoke", "optimize", "repair", "check", "checksum", "cache", "flush", "reset", "install",
			"uninstall", "change", "start", "stop", "shutdown", "backup", "import");

	private volatile @Nullable String failure;

	// It refuses what MariaDB can't roll back.
	private @Nullable MariaDbWrites writes;

	private final H2Links links = new H2Links();

	private @Nullable PostgresElsewhere elsewhere;

	private volatile boolean released;

	/**
	 * What failed first since the database accepted everything.
	 * @return the database's words, or {@code null} if nothing has
	 */
	@Nullable String failure() {
		return this.failure;
	}

	void forgetFailure() {
		this.failure = null;
	}

	/**
	 * Let the transaction end.
	 */
	void release() {
		this.released = true;
	}

	@Override
	public synchronized void executing(Connection connection, String sql) throws SQLException {
		if (this.released) {
			return;
		}
		for (String text : JdbcEscapes.readings(connection, sql)) {
			check(connection, text);
		}
	}

	private void check(Connection connection, String sql) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		String refusal = TransactionWords.refusal(sql, dialect);
		if (refusal != null) {
			throw new SQLException(refusal);
		}
		if (dialect == SqlDialect.H2 || dialect == SqlDialect.MYSQL) {
			refuseDefinition(sql, dialect);
		}
		SqlDoubts.check(StatementWatch.unwatched(connection), sql, dialect);
		refuseLasting(connection, sql, dialect);
	}

	// It looks for what is changed past the transaction.
	private void refuseLasting(Connection connection, String sql, SqlDialect dialect) throws SQLException {
		switch (dialect) {
			case MYSQL -> {
				if (this.writes == null) {
					this.writes = new MariaDbWrites(new MariaDbCatalog(connection));
				}
				this.writes.add(sql, Objects.requireNonNullElse(connection.getCatalog(), ""));
			}
			case H2 -> this.links.check(StatementWatch.unwatched(connection), sql);
			case POSTGRESQL -> {
				if (this.elsewhere == null) {
					this.elsewhere = PostgresElsewhere.of(StatementWatch.unwatched(connection));
				}
				this.elsewhere.check(sql);
			}
			default -> {
			}
		}
	}

	private static void refuseDefinition(String sql, SqlDialect dialect) throws SQLException {
		String definition = definition(sql, dialect);
		if (definition != null) {
			throw new SQLException("The statement was refused: this database commits the open transaction before it"
					+ " executes " + definition + ". End the transaction first, with (commit!) or (rollback!).");
		}
		String unknown = unknown(sql, dialect);
		if (unknown != null) {
			throw new SQLException(unknown);
		}
	}

	/**
	 * What speaks against a statement that isn't known.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return a sentence, or {@code null} if all are known
	 */
	static @Nullable String unknown(String sql, SqlDialect dialect) {
		if (dialect != SqlDialect.H2) {
			return null;
		}
		return SqlStatement.split(sql, dialect)
			.stream()
			.map(H2Commits::unknown)
			.filter(Objects::nonNull)
			.findFirst()
			.map((word) -> "The statement was refused: it begins with " + (word.equals("'") ? "quotes" : word)
					+ ", and whether H2 leaves the open transaction alone then isn't known.")
			.orElse(null);
	}

	/**
	 * The statement before which a database commits by itself.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return its first word, or {@code null} if there is none
	 */
	static @Nullable String definition(String sql, SqlDialect dialect) {
		List<SqlStatement> statements = SqlDoubts.readings(sql, dialect)
			.stream()
			.flatMap((reading) -> SqlStatement.split(reading, dialect).stream())
			.toList();
		for (SqlStatement statement : statements) {
			String commits = (dialect != SqlDialect.MYSQL) ? H2Commits.in(statement)
					: commitsInMySql(statement) ? statement.word(0) : null;
			if (commits != null) {
				return commits;
			}
		}
		return null;
	}

	private static boolean commitsInMySql(SqlStatement statement) {
		String next = statement.word(1);
		return switch (statement.word(0)) {
			// a temporary table's definition commits nothing, that of its index does
			case "create" -> !next.equals("temporary") && !(next.equals("or") && statement.word(3).equals("temporary"));
			case "drop" -> !next.equals("temporary") && !next.equals("prepare");
			// with a statement it executes that and shows how
			case "analyze" -> Set.of("table", "local", "no_write_to_binlog").contains(next);
			case "load" -> next.equals("index");
			case "set" -> MariaDbWords.changesAccount(statement.text());
			default -> DEFINITIONS_OF_MYSQL.contains(statement.word(0));
		};
	}

	@Override
	public boolean withholdsCommit(Connection connection) throws SQLException {
		if (!this.released) {
			throw new SQLException("The commit was refused: (commit!) ends the transaction that (begin!) began.");
		}
		return false;
	}

	@Override
	public boolean withholdsAutoCommit(Connection connection) {
		// it would commit
		return !this.released;
	}

	@Override
	public void rollingBack(Connection connection) throws SQLException {
		if (!this.released) {
			throw new SQLException("The rollback was refused: (rollback!) ends the transaction that (begin!) began.");
		}
	}

	@Override
	public void executed(WatchedStatement statement) {
		if (this.failure == null && statement.error() instanceof SQLException error) {
			this.failure = sentence(error);
		}
	}

	/**
	 * The first of the failures that a database's answer tells of: where a transaction is
	 * aborted, the driver of PostgreSQL names the statement's failure as the cause.
	 * @param failure the answer
	 * @return its first line
	 */
	static String sentence(SQLException failure) {
		Throwable first = failure;
		while (first.getCause() instanceof SQLException cause) {
			first = cause;
		}
		return String.valueOf(first.getMessage()).lines().findFirst().orElse("");
	}

}
