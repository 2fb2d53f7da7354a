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

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes statements that end the transaction that they are executed in, begin another
 * one, or change what it is. What no text shows, such as a procedure of MySQL that
 * commits, is found out afterwards: {@link TransactionIdentity}.
 */
final class TransactionWords {

	private static final Set<String> ENDS = Set.of("commit", "abort", "end", "begin", "xa");

	private static final Set<String> CHARACTERISTICS = Set.of("transaction", "characteristics", "autocommit",
			"transaction_isolation", "transaction_read_only", "transaction_deferrable");

	private static final Set<String> CHARACTERISTICS_OF_MYSQL = Set.of("autocommit", "transaction_isolation",
			"tx_isolation", "transaction_read_only", "tx_read_only", "completion_type", "innodb_snapshot_isolation");

	// In MariaDB, these contain other statements, even outside of a routine.
	private static final Set<String> COMPOUND = Set.of("repeat", "loop", "while", "for", "if", "case");

	private static final Set<String> SERVER = Set.of("global", "persist", "persist_only");

	// Others commit as well.
	private static final Set<String> DATABASE_OF_H2 = Set.of("write_delay", "retention_time", "trace_level_file",
			"trace_level_system_out", "cluster", "binary_collation");

	private static final Pattern ROLLBACK = Pattern.compile("\\brollback\\b", Pattern.CASE_INSENSITIVE);

	private TransactionWords() {
	}

	/**
	 * Look for a statement that must not be executed where a transaction is.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return a sentence that names it, or {@code null} if there is none
	 */
	static @Nullable String refusal(String sql, SqlDialect dialect) {
		for (String reading : SqlDoubts.readings(sql, dialect)) {
			String refusal = refusalOf(reading, dialect);
			if (refusal != null) {
				return refusal;
			}
		}
		return SqlDoubts.refusal(sql, dialect);
	}

	private static @Nullable String refusalOf(String sql, SqlDialect dialect) {
		for (SqlStatement statement : SqlStatement.split(sql, dialect)) {
			if (ends(statement)) {
				String words = String.join(" ", statement.words().subList(0, Math.min(3, statement.words().size())));
				return "The statement was refused: it would end the transaction that it is in, or change it (" + words
						+ "). Nothing of the text has run. Leave it out: a dry run ends by itself, (commit!) and (rollback!) end what (begin!) began.";
			}
			if (changesServer(statement)) {
				return "The statement was refused: it would change "
						+ (statement.sets() ? "a setting of the whole database server" : "files of the database server")
						+ ", which no rollback" + " takes back. Nothing of the text has run.";
			}
		}
		return null;
	}

	/**
	 * Whether a statement rolls back to a savepoint.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return whether one of them does
	 */
	static boolean goBackToSavepoint(String sql, SqlDialect dialect) {
		return ROLLBACK.matcher(sql).find() && SqlStatement.split(sql, dialect)
			.stream()
			.anyMatch((statement) -> statement.word(0).equals("rollback") && isToSavepoint(statement));
	}

	private static boolean ends(SqlStatement statement) {
		if (statement.sets() && changesTransaction(statement)) {
			return true;
		}
		String next = statement.word(1);
		if (statement.dialect() == SqlDialect.MYSQL && isCompound(statement)) {
			return true;
		}
		return switch (statement.word(0)) {
			case "rollback" -> !isToSavepoint(statement);
			case "start" -> next.equals("transaction");
			case "prepare" ->
				next.equals("transaction") || (next.equals("commit") && statement.dialect() == SqlDialect.H2);
			// Its text can be any statement.
			case "execute" -> statement.dialect() == SqlDialect.H2 && next.equals("immediate");
			// Drivers execute what else is in such braces as well.
			case "{" -> !next.equals("call") && !next.equals("?") && !isParameter(statement);
			case "lock", "unlock" -> statement.dialect() == SqlDialect.MYSQL && next.startsWith("table");
			default -> ENDS.contains(statement.word(0));
		};
	}

	// PostgreSQL's driver turns {? into {$1.
	private static boolean isParameter(SqlStatement statement) {
		return statement.dialect() == SqlDialect.POSTGRESQL && statement.word(1).equals("$");
	}

	// It may have a label.
	private static boolean isCompound(SqlStatement statement) {
		boolean labelled = statement.word(1).equals(":");
		String word = statement.word(labelled ? 2 : 0);
		return COMPOUND.contains(word) || labelled && word.equals("begin");
	}

	private static boolean isToSavepoint(SqlStatement statement) {
		int next = (statement.word(1).equals("work") || statement.word(1).equals("transaction")) ? 2 : 1;
		return statement.word(next).equals("to");
	}

	private static boolean changesServer(SqlStatement statement) {
		if (statement.dialect() == SqlDialect.MYSQL && statement.word(0).equals("purge")) {
			return true;
		}
		if (!statement.sets()) {
			return false;
		}
		return switch (statement.dialect()) {
			case MYSQL -> SERVER.stream().anyMatch(MySqlSettings.in(statement.text())::contains);
			case H2 -> DATABASE_OF_H2.contains(statement.word(1));
			default -> false;
		};
	}

	/**
	 * Whether settings of MySQL or MariaDB make a transaction another, or end it.
	 * @param settings their names
	 * @return whether one of them does
	 */
	static boolean changeTransaction(Set<String> settings) {
		return CHARACTERISTICS_OF_MYSQL.stream().anyMatch(settings::contains);
	}

	private static boolean changesTransaction(SqlStatement statement) {
		// One statement may change several settings.
		if (statement.dialect() == SqlDialect.MYSQL) {
			Set<String> settings = MySqlSettings.in(statement.text());
			return settings.contains("transaction") || changeTransaction(settings);
		}
		List<String> parts = statement.parts();
		for (int i = 1; statement.word(0).equals("set") && i < parts.size(); i++) {
			String word = parts.get(i);
			if (CHARACTERISTICS.contains(word)) {
				return true;
			}
			// What follows is the name of another setting, or its value.
			if (!Set.of("session", "local", "global", "@", ".").contains(word)) {
				return false;
			}
		}
		return false;
	}

}
