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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.cache.CacheWatch;
import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.kit.data.undo.FixHeader;
import dev.replboot.kit.data.undo.FixImage;
import dev.replboot.kit.data.undo.Undo;
import dev.replboot.kit.data.undo.UndoOutlook;
import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.UnstoppableRegion;

/**
 * Runs a body in a transaction and finds out what it changes before that transaction is
 * over. It is rolled back whatever happens, unless somebody decides otherwise at the very
 * end.
 */
final class DryRuns {

	private static final int REASONS = 3;

	private final DataSources dataSources;

	private final StatementWatch watch;

	private final int comparedRows;

	private final DryRunAccess access;

	private final CacheWatch caches;

	DryRuns(DataSources dataSources, StatementWatch watch, int comparedRows, DryRunAccess access, CacheWatch caches) {
		this.dataSources = dataSources;
		this.watch = watch;
		this.comparedRows = comparedRows;
		this.access = access;
		this.caches = caches;
	}

	/**
	 * Run a body.
	 * @param db the name of the data source's bean, or {@code null} for the primary one
	 * @param body what to try
	 * @param decision decides whether it is committed
	 * @return what it changed
	 * @throws Exception what the body throws
	 */
	ChangeReport run(@Nullable String db, DryRunBody body, Decision decision) throws Exception {
		return run(db, body, ImageSink.DROPPING, decision);
	}

	/**
	 * Run a body.
	 * @param db the name of the data source's bean, or {@code null} for the primary one
	 * @param body what to try
	 * @param sink receives each changed row, before the decision
	 * @param decision decides whether it is committed
	 * @return what it changed
	 * @throws Exception what the body throws
	 */
	ChangeReport run(@Nullable String db, DryRunBody body, ImageSink sink, Decision decision) throws Exception {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException(
					"There is a transaction already. End it first: with (commit!) or (rollback!), or by leaving its body.");
		}
		DataSource dataSource = this.dataSources.find(db);
		PlatformTransactionManager manager = this.dataSources.transactionManager(dataSource);
		Observer.requireTwo(dataSource);
		CacheWatch.Look caches = this.caches.look();
		List<String> notes = new ArrayList<>();
		EvaluationScope.Registration current = this.dataSources.within(dataSource);
		try {
			ChangeReport decided = decided(manager, dataSource, caches, notes, body, sink, decision);
			return decided.noting(notes);
		}
		catch (Exception ex) {
			if (!notes.isEmpty()) {
				body.failed(notes);
			}
			throw ex;
		}
		finally {
			current.close();
		}
	}

	private ChangeReport decided(PlatformTransactionManager manager, DataSource dataSource, CacheWatch.Look caches,
			List<String> notes, DryRunBody body, ImageSink sink, Decision decision) throws Exception {
		ChangeReport decided = null;
		Throwable failure = null;
		DryRunEnd end = new DryRunEnd();
		TransactionStatus status = manager.getTransaction(new DefaultTransactionDefinition());
		try {
			ChangeReport report = within(new DryRun(dataSource, status, caches, end, notes), body, sink);
			decided = end(manager, status, report, decision, end);
			return decided;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			// It must happen even if the evaluation is being stopped.
			Throwable first = failure;
			UnstoppableRegion.around(() -> end.rollBack(manager, status, first, notes));
			boolean committed = decided != null && decided.committed();
			notes.addAll(UnstoppableRegion.around(() -> committed ? caches.committed() : caches.rolledBack()));
		}
	}

	/**
	 * What identifies a correction that is about to be committed.
	 * @param id its id
	 * @param at when, in ISO format
	 * @param reason why
	 * @param db the data source, or {@code null} for the primary one
	 * @param undoes the correction that it undoes, or {@code null}
	 * @return the header, with the database and the transaction
	 */
	FixHeader header(String id, String at, String reason, @Nullable String db, @Nullable String undoes) {
		return Objects.requireNonNull(new JdbcTemplate(this.dataSources.find(db))
			.execute((ConnectionCallback<FixHeader>) (connection) -> new FixHeader(id, at, reason, db,
					Undo.database(connection), Undo.transaction(connection), undoes)));
	}

	/**
	 * Ask the database whether a correction that is committed can be undone.
	 * @param fix the correction
	 * @param most how many rows can be undone at a time
	 * @return why it can't be, or {@code null} if nothing is known that speaks against it
	 */
	@Nullable String undoRefusal(FixImage fix, int most) {
		String[] refusal = new String[1];
		new JdbcTemplate(this.dataSources.find(fix.header().db()))
			.execute((ConnectionCallback<Boolean>) (connection) -> {
				Connection unwatched = StatementWatch.unwatched(connection);
				refusal[0] = Aside.call(() -> UndoOutlook.refusal(fix, unwatched, most));
				return true;
			});
		return refusal[0];
	}

	private ChangeReport within(DryRun dryRun, DryRunBody body, ImageSink sink) throws Exception {
		Connection inside = DataSourceUtils.getConnection(dryRun.dataSource());
		try (Observer observer = Observer.connect(dryRun.dataSource())) {
			if (!DataSourceUtils.isConnectionTransactional(inside, dryRun.dataSource())) {
				throw new IllegalStateException(
						"The application's transaction manager doesn't manage this DataSource.");
			}
			ChangeReader reader = ChangeReader.of(inside);
			Aftermath.of(reader, inside);
			reader.begin(inside, observer.connection(), this.access);
			// what was prepared must not count as the body's
			reader.hasWritten(inside);
			ChangeCollector collector = new ChangeCollector(this.comparedRows, sink);
			OtherTransactions heldBack = new OtherTransactions(reader, observer.connection(), collector, this.access);
			heldBack.keepOpen(inside);
			dryRun.end().begun(inside, reader, heldBack);
			SettingsGuard settings = SettingsGuard.set(inside, dryRun.notes());
			LeftAtWork left = new LeftAtWork();
			Object value = call(dryRun, body, heldBack, left);
			heldBack.requireNoConflict();
			String violation = changes(dryRun, body, reader, heldBack, inside, observer.connection(), collector);
			if (!heldBack.isAnything() && !heldBack.hasWrittenInside() && !reader.hasWritten(inside)) {
				dryRun.caches().nothingWritten();
			}
			List<String> notes = new ArrayList<>(heldBack.notes());
			notes.addAll(left.notes());
			notes.addAll(AfterCommit.waiting());
			notes.addAll(collector.notes());
			if (violation != null) {
				notes.add(violation);
			}
			if (!StatementWatch.sees(observer.connection())) {
				collector.unseen(
						"The DataSource's class is final, so a transaction of its own (REQUIRES_NEW) in the body couldn't be"
								+ " held back.");
			}
			if (settings != null && violation == null) {
				settings.changesAreKnown();
			}
			CommitGuard.set(reader, inside, dryRun.status());
			return new ChangeReport(null, false, value, collector.changes(), notes,
					(violation != null) ? violation : refusal(heldBack, left), true);
		}
		finally {
			DataSourceUtils.releaseConnection(inside, dryRun.dataSource());
		}
	}

	private static @Nullable String changes(DryRun dryRun, DryRunBody body, ChangeReader reader,
			OtherTransactions heldBack, Connection inside, Connection outside, ChangeCollector collector)
			throws Exception {
		try {
			dryRun.end().requireOpen();
			collector.know(body.updated());
			return Aside.call(() -> read(reader, heldBack, inside, outside, collector));
		}
		catch (SQLException ex) {
			throw dryRun.end().worded(ex);
		}
	}

	private static @Nullable String read(ChangeReader reader, OtherTransactions heldBack, Connection inside,
			Connection outside, ChangeCollector collector) throws SQLException {
		synchronized (heldBack) {
			if (!reader.hasWritten(inside)) {
				return null;
			}
			String violation = reader.violation(inside);
			reader.read(inside, outside, collector);
			return violation;
		}
	}

	private static @Nullable String refusal(OtherTransactions heldBack, LeftAtWork left) {
		String refusal = left.refusal();
		if (refusal != null) {
			return refusal;
		}
		return heldBack.isAnything() ? "Something of it can't be committed together with the rest. "
				+ String.join(" ", heldBack.notes().stream().limit(REASONS).toList()) : null;
	}

	private @Nullable Object call(DryRun dryRun, DryRunBody body, OtherTransactions heldBack, LeftAtWork left)
			throws Exception {
		EvaluationScope.Registration watching = this.watch.watch(heldBack);
		BodyThreads threads = BodyThreads.beforeBody();
		try {
			Object started = body.run();
			threads.await();
			Object value = body.settle(started);
			// what is lazy may have started others
			left.note(threads);
			if (!threads.isWorking()) {
				heldBack.rollBackOthers();
			}
			dryRun.status().flush();
			return value;
		}
		catch (Exception ex) {
			throw heldBack.worded(ex);
		}
		finally {
			// Else it stays for as long as the evaluation has threads, so that nothing is
			// committed late.
			if (!heldBack.isInUse() && !threads.isWorking()) {
				dryRun.end().watched(watching);
			}
		}
	}

	private static ChangeReport end(PlatformTransactionManager manager, TransactionStatus status, ChangeReport report,
			Decision decision, DryRunEnd end) {
		ChangeReport decided = decision.decide(report, status.isRollbackOnly());
		if (decided.committed()) {
			end.requireNothingMore(report);
			end.release();
			DryRunEnd.note(
					"Whether its transaction is committed is not known: the commit was not answered. Ask the database.");
			manager.commit(status);
			DryRunEnd.committed(decided.id());
		}
		return decided;
	}

	/**
	 * What a dry run works with.
	 *
	 * @param dataSource the data source
	 * @param status its transaction
	 * @param caches what was in the application's caches before
	 * @param end what ends its transaction
	 * @param notes receives what turns out when the transaction is over
	 */
	private record DryRun(DataSource dataSource, TransactionStatus status, CacheWatch.Look caches, DryRunEnd end,
			List<String> notes) {

	}

}
