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
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the kit's own function for statements doesn't execute.
 */
final class StatementRules {

	// H2's functions and statements that write files look so.
	private static final Pattern FILES_OF_H2 = Pattern.compile("(?<![^ ])(csvwrite|file_write) \\(|^backup ");

	private static final PostgresCalls FILES_OF_POSTGRESQL = new PostgresCalls(
			"lo_export|pg_file_write|pg_file_unlink|pg_file_rename");

	// They concern slots, the log of changes, statistics, and the server itself.
	private static final PostgresCalls SERVER_OF_POSTGRESQL = new PostgresCalls(
			"pg_(?!get_|stat_get_)\\w*replication_slot\\w*|pg_logical_slot_get_\\w+|pg_logical_emit_message|pg_switch_wal"
					+ "|pg_create_restore_point|pg_promote|pg_wal_replay_(?:pause|resume)|pg_reload_conf|pg_rotate_logfile"
					+ "|pg_stat_reset\\w*|pg_stat_statements_reset"
					+ "|pg_(?:start_backup|stop_backup|backup_start|backup_stop)");

	// In code, it copies to a file, or from or to a program.
	private static final Pattern COPY = Pattern.compile("\\bcopy\\b[^;]*\\b(?:to|program)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern FILES_OF_MYSQL = Pattern.compile("(?<![^ ])into (outfile|dumpfile) '");

	private StatementRules() {
	}

	/**
	 * Take a text apart as far as the driver doesn't.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @param parameters whether there are values for parameters
	 * @return the texts to execute, one after the other
	 * @throws IllegalArgumentException if none of it may be executed
	 */
	static List<String> texts(String sql, SqlDialect dialect, boolean parameters) {
		List<SqlStatement> statements = statements(sql, dialect);
		// PostgreSQL's driver gives the results of all, those of others give the first
		if (statements.size() == 1 || dialect == SqlDialect.POSTGRESQL) {
			return List.of(sql);
		}
		return single(statements, parameters).stream().map(SqlStatement::text).toList();
	}

	/**
	 * Take a text apart for a driver that takes one statement at a time.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @param parameters whether there are values for parameters
	 * @return the statements
	 * @throws IllegalArgumentException if none of it may be executed
	 */
	static List<SqlStatement> single(String sql, SqlDialect dialect, boolean parameters) {
		return single(statements(sql, dialect), parameters);
	}

	private static List<SqlStatement> single(List<SqlStatement> statements, boolean parameters) {
		if (statements.size() > 1 && parameters) {
			throw new IllegalArgumentException("The text has " + statements.size()
					+ " statements, and values for parameters: which of them they are for isn't known. Call sql for each.");
		}
		return statements;
	}

	/**
	 * Refuse a text that must not be executed.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @throws IllegalArgumentException if none of it may be executed
	 */
	static void check(String sql, SqlDialect dialect) {
		statements(sql, dialect);
	}

	private static List<SqlStatement> statements(String sql, SqlDialect dialect) {
		List<SqlStatement> statements = SqlStatement.split(sql, dialect);
		if (statements.isEmpty()) {
			throw new IllegalArgumentException("There is no statement in the text.");
		}
		String refusal = TransactionWords.refusal(sql, dialect);
		if (refusal != null) {
			throw new IllegalArgumentException(refusal);
		}
		statements.forEach(StatementRules::refuseCopy);
		for (String reading : SqlDoubts.readings(sql, dialect)) {
			SqlStatement.split(reading, dialect).forEach(StatementRules::refuseFile);
		}
		statements.forEach(StatementRules::refuseConnection);
		return statements;
	}

	private static void refuseFile(SqlStatement statement) {
		String writes = switch (statement.dialect()) {
			// A script goes to anything, which an expression may tell.
			case H2 -> (statement.word(0).equals("script") && statement.contains("to")) ? "script"
					: first(FILES_OF_H2, statement);
			case POSTGRESQL -> FILES_OF_POSTGRESQL.find(statement.text());
			case MYSQL -> FILES_OF_MYSQL.matcher(String.join(" ", statement.parts())).find() ? "into a file" : null;
			default -> null;
		};
		if (writes != null) {
			throw new IllegalArgumentException("The statement was refused: " + writes
					+ " would write a file on the database's server, which no rollback takes back.");
		}
	}

	private static void refuseConnection(SqlStatement statement) {
		if (statement.dialect() != SqlDialect.POSTGRESQL) {
			return;
		}
		String refusal = PostgresElsewhere.refusal(statement.text());
		if (refusal != null) {
			throw new IllegalArgumentException(refusal);
		}
		String changes = SERVER_OF_POSTGRESQL.find(statement.text());
		if (changes != null) {
			throw new IllegalArgumentException("The statement was refused: " + changes
					+ " changes the database's server, which no rollback takes back. Use psql for it.");
		}
	}

	private static @Nullable String first(Pattern pattern, SqlStatement statement) {
		return pattern.matcher(String.join(" ", statement.parts()))
			.results()
			.map((found) -> found.group().strip().split(" ")[0])
			.findFirst()
			.orElse(null);
	}

	private static void refuseCopy(SqlStatement statement) {
		if (statement.dialect() != SqlDialect.POSTGRESQL) {
			return;
		}
		if (!statement.word(0).equals("copy")) {
			refuseCopyInCode(statement);
			return;
		}
		List<String> way = wayOfCopy(statement);
		String place = way.get(1);
		if (place.equals("stdout") || place.equals("stdin")) {
			throw new IllegalArgumentException(
					"The statement was refused: copy sends its rows past JDBC. (sql \"select …\") reads rows, also"
							+ " many of them with {:max-rows n}; for bulk use psql.");
		}
		if (way.get(0).equals("to") || place.equals("program")) {
			throw new IllegalArgumentException("The statement was refused: copy would "
					+ (place.equals("program") ? "start a program" : "write a file")
					+ " on the database's server, which no rollback takes back. Use psql for it.");
		}
	}

	private static void refuseCopyInCode(SqlStatement statement) {
		String found = PostgresNames.find(statement.text(), new PostgresNames.Wanted() {

			@Override
			public boolean test(String name, boolean called) {
				return false;
			}

			@Override
			public @Nullable String inCode(String code) {
				return COPY.matcher(code).find() ? "copy" : null;
			}

		});
		if (found != null) {
			throw new IllegalArgumentException(
					"The statement was refused: copy in its code would write a file or start a"
							+ " program on the database's server, which no rollback takes back. Use psql for it.");
		}
	}

	// It finds the direction and what follows it. A long query or list of columns may
	// precede it.
	private static List<String> wayOfCopy(SqlStatement statement) {
		SqlScanner scanner = new SqlScanner(statement.text(), statement.dialect());
		String way = "";
		String before = "";
		int parentheses = 0;
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			String text = (kind == SqlScanner.Kind.QUOTED) ? "'" : scanner.text().toLowerCase(Locale.ROOT);
			if (!way.isEmpty()) {
				return List.of(way, text);
			}
			parentheses += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
			// Behind a dot it is the table's name.
			boolean named = before.equals(".");
			before = text;
			if (parentheses == 0 && !named && (text.equals("to") || text.equals("from"))) {
				way = text;
			}
		}
		return List.of(way, "");
	}

	/**
	 * Check that a text is one statement.
	 * @param sql the text
	 * @param dialect the database's own way to write statements
	 * @throws IllegalArgumentException if it isn't
	 */
	static void requireOne(String sql, SqlDialect dialect) {
		int statements = SqlStatement.split(sql, dialect).size();
		if (statements != 1) {
			throw new IllegalArgumentException("explain takes one statement, but the text has " + statements + ".");
		}
	}

}
