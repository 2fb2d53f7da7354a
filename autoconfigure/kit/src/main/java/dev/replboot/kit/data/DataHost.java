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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.data.cache.CacheWatch;
import dev.replboot.kit.data.undo.FixImage;
import dev.replboot.kit.data.undo.Journal;
import dev.replboot.kit.data.undo.Undo;
import dev.replboot.runtime.EvaluationScope;

/**
 * The Java side of the kit's part for data: what its Clojure functions call. Options are
 * maps from the names that users write to values.
 */
public final class DataHost {

	private final DataSources dataSources;

	private final Queries queries;

	private final @Nullable StatementWatch watch;

	private final FixRunner corrections;

	private final SessionTransactions transactions;

	private final DataSettings settings;

	private final DryRunAccess dryRunAccess;

	private final CacheWatch caches;

	/**
	 * Create the host.
	 * @param context the application's context
	 * @param settings the limits
	 * @param watch where statements can be watched, or {@code null} if they can't
	 * @param record where corrections are recorded
	 * @param leaseReason tells why the REPL was opened
	 * @param transactions the transactions across forms
	 * @param dryRunAccess lets dry runs write where nothing else may
	 * @param journal keeps the rows of corrections, or {@code null}
	 * @param caches finds out what a dry run leaves in the application's caches
	 */
	public DataHost(ApplicationContext context, DataSettings settings, @Nullable StatementWatch watch, KitAudit record,
			Supplier<@Nullable String> leaseReason, SessionTransactions transactions, DryRunAccess dryRunAccess,
			@Nullable Journal journal, CacheWatch caches) {
		this.dataSources = new DataSources(context, new CurrentDatabase(transactions));
		this.settings = settings;
		this.queries = new Queries(this.dataSources, settings, dryRunAccess);
		this.watch = watch;
		this.corrections = new FixRunner(new FixLog(record, journal), leaseReason, Clock.systemUTC(),
				settings.undoRows());
		this.transactions = transactions;
		this.dryRunAccess = dryRunAccess;
		this.caches = caches;
	}

	/**
	 * Run a statement.
	 * @param options {@code db}, {@code max-rows}, {@code timeout} in seconds
	 * @param sql the statement
	 * @param arguments the values of its parameters
	 * @return what each statement of the text gave
	 */
	public List<QueryResult> query(Map<String, Object> options, String sql, List<@Nullable Object> arguments) {
		return this.queries.run(DataOptions.ofQuery(options), sql, arguments);
	}

	/**
	 * List the tables.
	 * @param options {@code db}
	 * @return a row for each
	 */
	public QueryResult tables(Map<String, Object> options) {
		return catalog(options, Catalog::tables);
	}

	/**
	 * List the columns of a table.
	 * @param options {@code db}
	 * @param table the table's name
	 * @return a row for each
	 */
	public QueryResult columns(Map<String, Object> options, String table) {
		return catalog(options, (catalog) -> catalog.columns(table));
	}

	/**
	 * Read a few rows of a table.
	 * @param options {@code db}
	 * @param table the table's name
	 * @param rows how many
	 * @return the rows
	 */
	public QueryResult sample(Map<String, Object> options, String table, int rows) {
		Queries.Options asked = DataOptions.ofQuery(options);
		String name = connected(options, (connection) -> new Catalog(connection).find(table).quoted(connection));
		QueryResult result = this.queries
			.run(new Queries.Options(asked.db(), rows, asked.timeout()), "select * from " + name, List.of())
			.get(0);
		// that there are more is no news
		return new QueryResult(result.columns(), result.rows(), result.changed(), null);
	}

	/**
	 * Ask the database how it executes a statement.
	 * @param options {@code db}, {@code timeout}, {@code analyze} to have it executed and
	 * rolled back
	 * @param sql the statement
	 * @param arguments the values of its parameters
	 * @return the plan's lines
	 */
	public List<String> explain(Map<String, Object> options, String sql, List<@Nullable Object> arguments) {
		boolean analyze = Boolean.TRUE.equals(options.get("analyze"));
		String explain = connected(options, (connection) -> ExplainWords.before(connection, sql, analyze));
		Queries.Options asked = DataOptions.ofQuery(options);
		boolean writes = analyze || connected(options, (connection) -> ExplainWords.mayWrite(connection, sql));
		List<QueryResult> plan = writes ? this.queries.tryOut(asked, explain + sql, arguments)
				: this.queries.run(asked, explain + sql, arguments);
		return plan.get(0).rows().stream().flatMap((row) -> String.valueOf(row[0]).lines()).toList();
	}

	/**
	 * Run a body in a transaction that is rolled back.
	 * @param options {@code db}
	 * @param body what to run
	 * @return what it changed
	 * @throws Exception what the body throws
	 */
	public ChangeReport dryRun(Map<String, Object> options, DryRunBody body) throws Exception {
		return dryRuns(this.dryRunAccess).run(DataOptions.text(DataOptions.check(options), "db"), body, Decision.NEVER);
	}

	/**
	 * Run a body in a transaction that is committed if it changes what is expected.
	 * @param options {@code expect}, {@code reason}, {@code db}
	 * @param body what to run
	 * @return what it changed
	 * @throws Exception what the body throws
	 */
	public ChangeReport fix(Map<String, Object> options, DryRunBody body) throws Exception {
		return this.corrections.run(dryRuns(DryRunAccess.NONE), DataOptions.text(DataOptions.check(options), "db"),
				options.get("expect"), DataOptions.text(options, "reason"), body);
	}

	/**
	 * Put back what a correction has changed.
	 * @param options {@code force} to overwrite what has changed since, {@code reason}
	 * @param id the correction's id
	 * @return what it changed
	 * @throws Exception if it can't be put back
	 */
	public ChangeReport undo(Map<String, Object> options, String id) throws Exception {
		DataOptions.check(options);
		FixImage fix = settled(this.corrections.find(id));
		UndoBody body = new UndoBody(fix, this.dataSources.find(fix.header().db()),
				Boolean.TRUE.equals(options.get("force")), this.settings.undoRows());
		return this.corrections.undo(dryRuns(DryRunAccess.NONE), fix, DataOptions.text(options, "reason"), body);
	}

	private FixImage settled(FixImage fix) {
		return fix.unknown().isEmpty() ? fix : connected(this.dataSources.find(fix.header().db()),
				(connection) -> this.corrections.settle(fix, connection));
	}

	/**
	 * The script that would put back what a correction has changed.
	 * @param id the correction's id
	 * @return its lines
	 */
	public List<String> undoPlan(String id) {
		FixImage fix = this.corrections.find(id);
		return connected(this.dataSources.find(fix.header().db()),
				(connection) -> new Undo(fix, connection, this.settings.undoRows()).script());
	}

	/**
	 * Begin a transaction that stays open across forms.
	 * @param options {@code db}
	 */
	public void begin(Map<String, Object> options) {
		DataSource dataSource = this.dataSources.find(DataOptions.text(DataOptions.check(options), "db"));
		this.transactions.begin(dataSource, this.dataSources.name(dataSource),
				this.dataSources.transactionManager(dataSource), this.caches);
	}

	/**
	 * Commit the open transaction.
	 */
	public void commit() {
		this.transactions.commit();
	}

	/**
	 * Roll back the open transaction.
	 */
	public void rollBack() {
		this.transactions.rollBack();
	}

	/**
	 * Run a body and note the statements that it executes.
	 * @param body what to run
	 * @return the statements
	 * @throws Exception what the body throws
	 */
	public TraceReport trace(Callable<?> body) throws Exception {
		SqlTrace trace = new SqlTrace();
		EvaluationScope.Registration watching = requireWatch().watch(trace);
		try {
			return trace.report(body.call());
		}
		finally {
			watching.close();
		}
	}

	private DryRuns dryRuns(DryRunAccess access) {
		return new DryRuns(this.dataSources, requireWatch(), this.settings.comparedRows(), access, this.caches);
	}

	private StatementWatch requireWatch() {
		if (this.watch == null) {
			throw new IllegalStateException(
					"This needs to see the statements of an evaluation. Set repl.jdbc.cancel to true.");
		}
		return this.watch;
	}

	private QueryResult catalog(Map<String, Object> options, Asking<Catalog, QueryResult> asking) {
		return connected(options, (connection) -> asking.ask(new Catalog(connection)));
	}

	private <T> T connected(Map<String, Object> options, Asking<Connection, T> asking) {
		return connected(this.dataSources.here(DataOptions.text(DataOptions.check(options), "db")), asking);
	}

	private static <T> T connected(DataSource dataSource, Asking<Connection, T> asking) {
		return Objects.requireNonNull(new JdbcTemplate(dataSource).execute((ConnectionCallback<T>) asking::ask));
	}

	/**
	 * Asks a database something.
	 *
	 * @param <A> what is asked
	 * @param <T> the answer's type
	 */
	@FunctionalInterface
	private interface Asking<A, T> {

		T ask(A asked) throws SQLException;

	}

}
