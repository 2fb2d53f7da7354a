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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;

/**
 * Decides which statements a dry run's body may execute, and notes what they may change.
 */
final class DryRunStatements {

	private static final Pattern UPDATES = Pattern.compile("\\b(update|merge)\\b", Pattern.CASE_INSENSITIVE);

	private final ChangeCollector collector;

	private volatile @Nullable Checked checked;

	/**
	 * Create it.
	 * @param collector learns whether rows may have been updated
	 */
	DryRunStatements(ChangeCollector collector) {
		this.collector = collector;
	}

	/**
	 * Check a statement that is about to be executed.
	 * @param connection its connection
	 * @param sql its text
	 * @return whether it goes back to a savepoint
	 * @throws SQLException if the dry run refuses it
	 */
	boolean check(Connection connection, String sql) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		Checked now = new Checked(sql, dialect);
		// the same statement often comes again and again
		if (now.equals(this.checked)) {
			return false;
		}
		refuse(sql, dialect);
		SqlDoubts.check(StatementWatch.unwatched(connection), sql, dialect);
		if (UPDATES.matcher(sql).find()) {
			this.collector.mayHaveUpdated();
		}
		boolean goesBack = TransactionWords.goBackToSavepoint(sql, dialect);
		this.checked = goesBack ? null : now;
		return goesBack;
	}

	private static void refuse(String sql, SqlDialect dialect) throws SQLException {
		String refusal = TransactionWords.refusal(sql, dialect);
		if (refusal != null) {
			throw new SQLException(refusal);
		}
		String definition = (dialect == SqlDialect.H2 || dialect == SqlDialect.MYSQL)
				? TransactionGuard.definition(sql, dialect) : null;
		if (definition != null) {
			String database = (dialect == SqlDialect.H2) ? "H2" : "this database";
			throw new SQLException(
					"The statement was refused: " + database + " commits the open transaction before it executes "
							+ definition + ", so it couldn't be rolled back.");
		}
		String unknown = TransactionGuard.unknown(sql, dialect);
		if (unknown != null) {
			throw new SQLException(unknown);
		}
	}

	/**
	 * Statement that may be executed.
	 *
	 * @param sql its text
	 * @param dialect the database's own way to write statements
	 */
	private record Checked(String sql, SqlDialect dialect) {

	}

}
