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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.replboot.eval.EvaluationNotes;
import dev.replboot.eval.jdbc.StatementWatch;

/**
 * Runs statements: in the transaction that the form is in, or else in one of their own
 * which only reads and never commits.
 */
final class Queries {

	private static final int FETCH_SIZE = 500;

	private final DataSources dataSources;

	private final DataSettings settings;

	private final DryRunAccess access;

	Queries(DataSources dataSources, DataSettings settings, DryRunAccess access) {
		this.dataSources = dataSources;
		this.settings = settings;
		this.access = access;
	}

	/**
	 * Run a statement, or several in one text.
	 * @param options what to do differently
	 * @param sql the text
	 * @param arguments the values of its parameters
	 * @return what each of them gave
	 */
	List<QueryResult> run(Options options, String sql, List<@Nullable Object> arguments) {
		DataSource dataSource = this.dataSources.here(options.db());
		JdbcTemplate template = template(dataSource, options);
		if (isInTransaction(dataSource)) {
			return execute(template, sql, arguments, options, false);
		}
		return readOnly(dataSource, () -> {
			guard(dataSource, sql);
			return execute(template, sql, arguments, options, true);
		});
	}

	/**
	 * Run a statement that may write, and roll back whatever it does.
	 * @param options what to do differently
	 * @param sql the statement
	 * @param arguments the values of its parameters
	 * @return what it gave
	 */
	List<QueryResult> tryOut(Options options, String sql, List<@Nullable Object> arguments) {
		DataSource dataSource = this.dataSources.here(options.db());
		JdbcTemplate template = template(dataSource, options);
		if (isInTransaction(dataSource)) {
			return Objects.requireNonNull(
					template.execute((ConnectionCallback<List<QueryResult>>) (connection) -> withSavepoint(connection,
							() -> execute(template, sql, arguments, options, false))));
		}
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		return Objects.requireNonNull(transaction.execute((status) -> {
			status.setRollbackOnly();
			template.execute((ConnectionCallback<Boolean>) (connection) -> {
				this.access.begin(connection);
				return Boolean.TRUE;
			});
			guard(dataSource, sql);
			return execute(template, sql, arguments, options, false);
		}));
	}

	// what outlives the rollback goes back before the pool has the connection again
	private static void guard(DataSource dataSource, String sql) {
		Connection connection = DataSourceUtils.getConnection(dataSource);
		try {
			if (LastingWords.areIn(sql, SqlDialect.of(connection))) {
				SettingsGuard.set(connection, new ArrayList<>());
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("The settings of the connection can't be read.", ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, dataSource);
		}
	}

	private static List<QueryResult> withSavepoint(Connection connection, Supplier<List<QueryResult>> work)
			throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try {
			return work.get();
		}
		finally {
			connection.rollback(savepoint);
		}
	}

	// a transaction manager of JPA would make an entity manager that nobody needs
	<T> T readOnly(DataSource dataSource, Supplier<T> work) {
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		transaction.setReadOnly(true);
		return Objects.requireNonNull(transaction.execute((status) -> {
			status.setRollbackOnly();
			return work.get();
		}));
	}

	static boolean isInTransaction(DataSource dataSource) {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.hasResource(dataSource);
	}

	private JdbcTemplate template(DataSource dataSource, Options options) {
		JdbcTemplate template = new JdbcTemplate(dataSource);
		Duration timeout = (options.timeout() != null) ? options.timeout() : this.settings.timeout();
		template.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
		int rows = maxRows(options);
		if (rows < Integer.MAX_VALUE) {
			// one more, to know whether there are more
			template.setMaxRows(rows + 1);
		}
		// without one, PostgreSQL's driver takes all rows into memory at once
		template.setFetchSize(Math.min(FETCH_SIZE, rows));
		return template;
	}

	private int maxRows(Options options) {
		return (options.maxRows() != null) ? options.maxRows() : this.settings.maxRows();
	}

	private List<QueryResult> execute(JdbcTemplate template, String sql, List<@Nullable Object> arguments,
			Options options, boolean readOnly) {
		List<QueryResult> results = new ArrayList<>();
		try {
			SqlDialect dialect = Objects.requireNonNull(
					template.execute((ConnectionCallback<SqlDialect>) (connection) -> checked(connection, sql)));
			for (String text : StatementRules.texts(sql, dialect, !arguments.isEmpty())) {
				results.addAll(
						execute(template, SqlParameters.bind(text, dialect, arguments), dialect, options, readOnly));
			}
		}
		catch (DataAccessException ex) {
			throw (ex.getCause() instanceof SQLException cause) ? QueryFailures.worded(cause, ex) : ex;
		}
		return results;
	}

	private static SqlDialect checked(Connection connection, String sql) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		for (String text : JdbcEscapes.readings(connection, sql)) {
			SqlDoubts.check(StatementWatch.unwatched(connection), text, dialect);
		}
		return dialect;
	}

	private List<QueryResult> execute(JdbcTemplate template, SqlParameters bound, SqlDialect dialect, Options options,
			boolean readOnly) {
		PreparedStatementCallback<List<QueryResult>> work = (statement) -> {
			ParameterValues.set(statement, dialect, bound.values());
			if (!readOnly) {
				return results(statement, maxRows(options));
			}
			ReadOnlyRules rules = new ReadOnlyRules(StatementWatch.unwatched(statement.getConnection()), dialect);
			rules.check(statement, bound.sql());
			List<QueryResult> results = results(statement, maxRows(options));
			rules.requireNoChange(results);
			return results;
		};
		return Objects
			.requireNonNull(template.execute((connection) -> prepare(connection, bound.sql(), dialect), work));
	}

	private static PreparedStatement prepare(Connection connection, String sql, SqlDialect dialect)
			throws SQLException {
		// The text itself was checked before, but not what the driver makes of it.
		JdbcEscapes.readings(connection, sql).stream().skip(1).forEach((sent) -> StatementRules.check(sent, dialect));
		return connection.prepareStatement(sql);
	}

	private static List<QueryResult> results(PreparedStatement statement, int maxRows) throws SQLException {
		List<QueryResult> results = new ArrayList<>();
		boolean rows = statement.execute();
		long changed = rows ? 0 : statement.getUpdateCount();
		// one that gives neither is there as one that changed nothing
		if (!rows && changed < 0) {
			results.add(changed(0));
		}
		while (rows || changed >= 0) {
			results.add(rows ? read(statement, maxRows) : changed(changed));
			rows = statement.getMoreResults();
			changed = rows ? 0 : statement.getUpdateCount();
		}
		return results;
	}

	private static QueryResult changed(long rows) {
		return new QueryResult(List.of(), List.of(), rows, null);
	}

	private static QueryResult read(PreparedStatement statement, int maxRows) throws SQLException {
		try (ResultSet set = statement.getResultSet()) {
			QueryResult result = RowReader.read(set, maxRows);
			EvaluationNotes notes = EvaluationNotes.current();
			if (notes != null) {
				notes.add("rowsRead", result.rows().size());
			}
			return result;
		}
	}

	/**
	 * What a call asks for.
	 *
	 * @param db the name of the data source's bean, or {@code null} for that of the dry
	 * run or the transaction around it, or else the primary one
	 * @param maxRows how many rows, or {@code null} for as many as the property says
	 * @param timeout how long, or {@code null} for as long as the property says
	 */
	record Options(@Nullable String db, @Nullable Integer maxRows, @Nullable Duration timeout) {

		static final Options NONE = new Options(null, null, null);

	}

}
