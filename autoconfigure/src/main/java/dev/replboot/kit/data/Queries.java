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

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementCreatorFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.replboot.eval.EvaluationNotes;

/**
 * Runs statements: in the transaction that the form is in, or else in one of their own
 * which only reads and never commits.
 */
final class Queries {

	private static final int FETCH_SIZE = 500;

	private final DataSources dataSources;

	private final DataSettings settings;

	Queries(DataSources dataSources, DataSettings settings) {
		this.dataSources = dataSources;
		this.settings = settings;
	}

	/**
	 * Run a statement.
	 * @param options what to do differently
	 * @param sql the statement
	 * @param arguments the values of its parameters
	 * @return what it gave
	 */
	QueryResult run(Options options, String sql, List<@Nullable Object> arguments) {
		DataSource dataSource = this.dataSources.find(options.db());
		JdbcTemplate template = template(dataSource, options);
		if (isInTransaction(dataSource)) {
			return execute(template, sql, arguments, options, false);
		}
		return readOnly(dataSource, () -> execute(template, sql, arguments, options, true));
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

	private QueryResult execute(JdbcTemplate template, String sql, List<@Nullable Object> arguments, Options options,
			boolean readOnly) {
		PreparedStatementCallback<QueryResult> work = (statement) -> {
			if (readOnly) {
				refuseWrite(statement);
			}
			QueryResult result = result(statement, maxRows(options));
			return readOnly ? withoutChanges(statement, result) : result;
		};
		return Objects.requireNonNull(template.execute(creator(sql, arguments), work));
	}

	private static PreparedStatementCreator creator(String sql, List<@Nullable Object> arguments) {
		if (arguments.size() == 1 && arguments.get(0) instanceof Map<?, ?> named) {
			MapSqlParameterSource source = new MapSqlParameterSource();
			named.forEach((name, value) -> source.addValue(String.valueOf(name), value));
			ParsedSql parsed = NamedParameterUtils.parseSqlStatement(sql);
			return new PreparedStatementCreatorFactory(NamedParameterUtils.substituteNamedParameters(parsed, source),
					NamedParameterUtils.buildSqlParameterList(parsed, source))
				.newPreparedStatementCreator(NamedParameterUtils.buildValueArray(parsed, source, null));
		}
		return (connection) -> {
			PreparedStatement statement = connection.prepareStatement(sql);
			new ArgumentPreparedStatementSetter(arguments.toArray()).setValues(statement);
			return statement;
		};
	}

	// H2 takes no notice of read-only transactions, and commits when a table is altered;
	// so it is asked before whether the statement is a query
	private static void refuseWrite(PreparedStatement statement) throws SQLException {
		if (DatabaseKind.of(statement.getConnection()) == DatabaseKind.H2 && statement.getMetaData() == null) {
			throw new IllegalArgumentException(
					"The statement is no query, and sql only reads: nothing was changed. (dry-run …) tries changes out, (fix! …) makes them.");
		}
	}

	private static QueryResult result(PreparedStatement statement, int maxRows) throws SQLException {
		boolean rows = statement.execute();
		if (!rows) {
			return new QueryResult(List.of(), List.of(), Math.max(0, statement.getUpdateCount()), null);
		}
		try (ResultSet set = statement.getResultSet()) {
			QueryResult result = RowReader.read(set, maxRows);
			EvaluationNotes notes = EvaluationNotes.current();
			if (notes != null) {
				notes.add("rowsRead", result.rows().size());
			}
			return result;
		}
	}

	private static QueryResult withoutChanges(PreparedStatement statement, QueryResult result) throws SQLException {
		boolean changed = result.changed() > 0;
		if (!changed && DatabaseKind.of(statement.getConnection()) == DatabaseKind.H2) {
			changed = H2Changes.written(statement.getConnection());
		}
		if (changed) {
			throw new IllegalArgumentException(
					"The statement changed data, which was rolled back, because sql only reads. (dry-run …) tries changes out, (fix! …) makes them.");
		}
		return result;
	}

	/**
	 * What a call asks for.
	 *
	 * @param db the name of the data source's bean, or {@code null} for the primary one
	 * @param maxRows how many rows, or {@code null} for as many as the property says
	 * @param timeout how long, or {@code null} for as long as the property says
	 */
	record Options(@Nullable String db, @Nullable Integer maxRows, @Nullable Duration timeout) {

		static final Options NONE = new Options(null, null, null);

	}

}
