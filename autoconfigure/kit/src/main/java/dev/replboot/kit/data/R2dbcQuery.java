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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.replboot.eval.EvaluationNotes;
import dev.replboot.runtime.stop.InterruptGate;

/**
 * One call of the kit's queries over R2DBC: gets a connection, begins a transaction that
 * only reads, runs the statements, rolls back, and gives the connection back.
 */
final class R2dbcQuery {

	private static final int FETCH_SIZE = 500;

	private static final Duration GRACE = Duration.ofSeconds(1);

	private static final Duration CLEANUP = Duration.ofSeconds(5);

	// PostgreSQL and H2 say so.
	private static final String CANCELED = "57014";

	private final String sql;

	private final List<@Nullable Object> arguments;

	private final int maxRows;

	private final Duration time;

	private final @Nullable EvaluationNotes notes = EvaluationNotes.current();

	// what the driver's threads allocate isn't counted for the evaluation
	private final ByteBudget budget = new ByteBudget(ByteBudget.allocation());

	private final long begin = System.nanoTime();

	R2dbcQuery(String sql, List<@Nullable Object> arguments, int maxRows, Duration time) {
		this.sql = sql;
		this.arguments = arguments;
		this.maxRows = maxRows;
		this.time = time;
	}

	/**
	 * Run the statements and wait for them.
	 * @param factory gives the connection
	 * @return what each of them gave
	 */
	List<QueryResult> run(ConnectionFactory factory) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					"sql waits for the database, and the thread " + Thread.currentThread().getName()
							+ " serves others and must not wait. Call sql on another thread.");
		}
		Connection connection = connect(factory);
		R2dbcStop stop = new R2dbcStop(connection);
		CompletableFuture<List<QueryResult>> results = start(connection, stop);
		results.whenComplete((value, ex) -> stop.close());
		return await(results, stop);
	}

	private CompletableFuture<List<QueryResult>> start(Connection connection, R2dbcStop stop) {
		try {
			return InterruptGate.behind(() -> started(connection, stop).toFuture());
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	// It runs on the calling thread, as far as the driver doesn't use its own.
	private Mono<List<QueryResult>> started(Connection connection, R2dbcStop stop) {
		Mono<List<QueryResult>> work;
		try {
			R2dbcDatabase database = R2dbcDatabase.of(connection);
			work = inTransaction(connection, database, database.statements(this.sql, this.arguments), stop);
		}
		catch (Throwable ex) {
			// The connection goes back even when the evaluation is stopped by what a lazy
			// parameter runs.
			work = Mono.error(ex);
		}
		Mono<List<QueryResult>> result = work;
		// It is the last resort if the database doesn't answer any more.
		return Mono.usingWhen(Mono.just(connection), (used) -> result, (used) -> stop.discard().then(close(used)))
			.timeout(this.time.plus(GRACE).plus(CLEANUP), Mono.error(this::tookTooLong))
			.onErrorMap(R2dbcException.class, this::tookTooLong);
	}

	private static Mono<Void> close(Connection connection) {
		return Mono.defer(() -> Mono.from(connection.close()));
	}

	// It isn't cancelled: it ends by itself once the database was asked to stop.
	private List<QueryResult> await(CompletableFuture<List<QueryResult>> results, R2dbcStop stop) {
		try {
			try {
				return results.get(this.time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				stop.cancel();
				return results.get();
			}
		}
		catch (InterruptedException ex) {
			stop.cancel();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The query was stopped.", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
	}

	private Connection connect(ConnectionFactory factory) {
		R2dbcHandover handover = new R2dbcHandover();
		factory.create().subscribe(handover);
		return handover.await(this.time);
	}

	private IllegalStateException tookTooLong() {
		return new IllegalStateException("The query took longer than " + this.time.toSeconds()
				+ " s (repl.kit.sql.timeout); {:timeout n} as the first argument gives it n seconds.");
	}

	// the database may have a limit of its own, which its own message tells
	private Throwable tookTooLong(R2dbcException ex) {
		boolean late = System.nanoTime() - this.begin >= this.time.toNanos();
		return (late && CANCELED.equals(ex.getSqlState())) ? tookTooLong() : ex;
	}

	private Mono<List<QueryResult>> inTransaction(Connection connection, R2dbcDatabase database,
			List<SqlParameters> statements, R2dbcStop stop) {
		// begin would do nothing, and the rollback would end what isn't ours
		if (!connection.isAutoCommit()) {
			throw new IllegalStateException(
					"The ConnectionFactory gave a connection that is in a transaction already. Nothing was run.");
		}
		// a request to stop could also end the rollback; the connection is closed then
		Mono<Void> end = Mono.defer(() -> stop.over() ? Mono.empty()
				: Mono.from(connection.rollbackTransaction()).then(Mono.defer(() -> database.restore(connection))));
		return Mono.from(connection.beginTransaction(ReadOnlyTransaction.INSTANCE))
			.then(Mono.defer(() -> limit(database, connection)))
			.then(Mono.defer(() -> execute(database, connection, statements)))
			.flatMap((results) -> database.check(connection).thenReturn(results))
			.flatMap((results) -> end.thenReturn(results))
			.onErrorResume((ex) -> end.onErrorResume((other) -> {
				ex.addSuppressed(other);
				return Mono.empty();
			}).then(Mono.error(ex)));
	}

	private Mono<Void> limit(R2dbcDatabase database, Connection connection) {
		return connection.isAutoCommit()
				? Mono.error(new IllegalStateException("The connection has begun no transaction. Nothing was run."))
				: database.limit(connection, this.time);
	}

	private Mono<List<QueryResult>> execute(R2dbcDatabase database, Connection connection,
			List<SqlParameters> statements) {
		return Flux.fromIterable(statements)
			.concatMap((bound) -> execute(database, connection, bound))
			.doOnNext((result) -> note((notes) -> notes.add("rowsRead", result.rows().size())))
			.collectList();
	}

	private static void bind(R2dbcDatabase database, Statement statement, int index, @Nullable Object value) {
		try {
			database.bind(statement, index, value);
		}
		catch (IllegalArgumentException ex) {
			if (value == null || !String.valueOf(ex.getMessage()).startsWith("Cannot encode")) {
				throw ex;
			}
			throw ParameterTexts.unknown(index + 1, value);
		}
	}

	private Mono<QueryResult> execute(R2dbcDatabase database, Connection connection, SqlParameters bound) {
		Statement statement = connection.createStatement(database.marked(bound.sql()))
			// with a size, PostgreSQL's driver gives the rows part by part, and takes one
			// statement only
			.fetchSize(Math.min(FETCH_SIZE, this.maxRows));
		for (int i = 0; i < bound.values().size(); i++) {
			bind(database, statement, i, bound.values().get(i));
		}
		note((notes) -> {
			notes.add("sqlStatements", 1);
			notes.append("sql", bound.sql());
		});
		return Flux.<Result>from(statement.execute())
			.concatMap((result) -> rows(database, result))
			.next()
			.defaultIfEmpty(new QueryResult(List.of(), List.of(), 0, null));
	}

	private Publisher<QueryResult> rows(R2dbcDatabase database, Result result) {
		R2dbcRows rows = new R2dbcRows(database, this.maxRows, this.budget);
		return Flux.from(result.map(rows::add)).take(this.maxRows + 1L).then(Mono.fromSupplier(rows::result));
	}

	private void note(Consumer<EvaluationNotes> what) {
		if (this.notes != null) {
			what.accept(this.notes);
		}
	}

}
