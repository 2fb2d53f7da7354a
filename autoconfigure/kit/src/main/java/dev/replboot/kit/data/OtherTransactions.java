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
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.eval.jdbc.StatementWatcher;
import dev.replboot.eval.jdbc.WatchedStatement;

/**
 * Holds back what a dry run's body would commit past the dry run's transaction: by a
 * transaction of its own (REQUIRES_NEW), on another data source, or with a connection
 * that commits each statement. All of that is rolled back, too, and told.
 */
final class OtherTransactions implements StatementWatcher, TransactionSynchronization {

	private final ChangeReader dryRun;

	private final Connection outside;

	private final ChangeCollector collector;

	private final DryRunAccess access;

	private final DryRunStatements statements;

	// The values tell whether they committed each statement by themselves.
	private final Map<Connection, Boolean> others = Collections.synchronizedMap(new IdentityHashMap<>());

	// These have begun a transaction.
	private final Map<Connection, ChangeReader> readers = Collections.synchronizedMap(new IdentityHashMap<>());

	private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

	private volatile boolean wrote;

	private volatile boolean used;

	private volatile @Nullable Connection open;

	private volatile @Nullable Throwable conflict;

	// From here on the transaction is being ended, and listeners are called.
	private volatile boolean over;

	// From here on something that the body started is still at work.
	private volatile boolean late;

	private final Thread owner = Thread.currentThread();

	private final Map<Connection, SessionGuard> sessions = Collections.synchronizedMap(new IdentityHashMap<>());

	/**
	 * Create it.
	 * @param dryRun finds the changes of the dry run's own transaction
	 * @param outside sees what was there before
	 * @param collector collects what is held back
	 * @param access lets transactions write where nothing else may
	 */
	OtherTransactions(ChangeReader dryRun, Connection outside, ChangeCollector collector, DryRunAccess access) {
		this.dryRun = dryRun;
		this.outside = outside;
		this.collector = collector;
		this.access = access;
		this.statements = new DryRunStatements(collector);
	}

	@Override
	public void connected(Connection connection) throws SQLException {
		if (this.late) {
			if (isOwner()) {
				return;
			}
			throw refusal();
		}
		// A bean such as TransactionAwareDataSourceProxy returned it. Behind it is the
		// dry run's own connection, or one that was taken just now.
		if (connection instanceof ConnectionProxy proxy && StatementWatch.sees(proxy.getTargetConnection())) {
			return;
		}
		this.used = true;
		boolean automatic = connection.getAutoCommit();
		this.others.put(connection, automatic);
		if (automatic) {
			connection.setAutoCommit(false);
		}
	}

	@Override
	public boolean withholdsCommit(Connection connection) throws SQLException {
		if (!this.others.containsKey(connection)) {
			if (this.late && isOwner()) {
				return false;
			}
			throw new SQLException("The commit was refused: the transaction ends after the body.");
		}
		rollBack(connection);
		if (this.late) {
			throw refusal();
		}
		return true;
	}

	private boolean isOwner() {
		return Thread.currentThread() == this.owner;
	}

	private static SQLException refusal() {
		return new SQLException("The connection was refused: the dry run or fix has ended, and something that its body"
				+ " started is still running. Its changes would not be part of it, and would not be rolled back.");
	}

	@Override
	public void unwrapping(Connection connection) throws SQLException {
		if (this.late) {
			return;
		}
		if (this.others.containsKey(connection)) {
			this.notes
				.add("The body took the driver's own connection (unwrap) of another transaction. What it commits there"
						+ " is committed, and isn't in this report.");
		}
		else {
			this.dryRun.unwrapping();
		}
	}

	@Override
	public void mayName(Connection connection, String name) {
		SessionGuard session = this.sessions.get(connection);
		if (session != null) {
			session.mayName(connection, name);
		}
	}

	/**
	 * The dry run is over, but not all that its body has started.
	 */
	void beLate() {
		this.late = true;
	}

	/**
	 * Roll back what nobody is going to: a connection that the body has left open.
	 * @throws SQLException if it can't be
	 */
	void rollBackOthers() throws SQLException {
		for (Connection connection : List.copyOf(this.others.keySet())) {
			rollBack(connection);
		}
	}

	@Override
	public boolean withholdsAutoCommit(Connection connection) throws SQLException {
		// it would commit
		if (!this.others.containsKey(connection)) {
			if (this.late && isOwner()) {
				return false;
			}
			refuse(connection, "change to automatic commits");
			if (this.over) {
				// It rolls back what was executed since the first rollback.
				connection.rollback();
			}
		}
		return this.others.containsKey(connection);
	}

	@Override
	public void rollingBack(Connection connection) throws SQLException {
		if (!this.others.containsKey(connection)) {
			refuse(connection, "rollback");
		}
		ChangeReader reader = this.readers.remove(connection);
		if (reader != null) {
			// its next transaction begins with the snapshot as well
			connection.rollback();
			reader.end(connection);
		}
	}

	@Override
	public void rollingBackToSavepoint(Connection connection) {
		// what was written may be gone, though the transaction goes on
		this.wrote = false;
	}

	private void refuse(Connection connection, String what) throws SQLException {
		if (connection == this.open) {
			throw new SQLException("The " + what + " was refused: the transaction ends after the body.");
		}
	}

	/**
	 * Keep the dry run's own transaction open until its manager ends it.
	 * @param inside its connection
	 */
	void keepOpen(Connection inside) {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			this.open = StatementWatch.unwatched(inside);
			TransactionSynchronizationManager.registerSynchronization(this);
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void beforeCompletion() {
		this.open = null;
		this.over = true;
	}

	@Override
	public void closing(Connection connection) throws SQLException {
		if (!this.others.containsKey(connection)) {
			return;
		}
		rollBack(connection);
		if (Boolean.TRUE.equals(this.others.remove(connection))) {
			connection.setAutoCommit(true);
		}
	}

	private synchronized void rollBack(Connection connection) throws SQLException {
		if (connection.isClosed()) {
			return;
		}
		ChangeReader reader = this.readers.remove(connection);
		try {
			// what is late has nothing to be compared with
			if (!this.late && reader != null && reader.hasWritten(connection)) {
				this.notes.add("The body used a transaction of its own (REQUIRES_NEW, or a connection"
						+ " taken by itself). It was rolled back as well, so what came after it didn't see its changes.");
				Aside.call(() -> {
					reader.read(connection, this.outside, this.collector);
					return null;
				});
			}
		}
		finally {
			connection.rollback();
			SessionGuard session = this.sessions.remove(connection);
			if (session != null) {
				session.putBack(connection);
			}
			if (reader != null) {
				reader.end(connection);
			}
		}
	}

	@Override
	public void executing(Connection connection, String sql) throws SQLException {
		if (this.late && this.others.containsKey(connection)) {
			throw refusal();
		}
		if (this.over) {
			// a connection that is taken now can't commit
			return;
		}
		for (String text : JdbcEscapes.readings(connection, sql)) {
			check(connection, text);
		}
	}

	private void check(Connection connection, String sql) throws SQLException {
		boolean goesBack = this.statements.check(connection, sql);
		if (goesBack) {
			rollingBackToSavepoint(connection);
		}
		// It doesn't come before: until now its isolation could be chosen.
		if (this.others.containsKey(connection) && !this.readers.containsKey(connection)) {
			this.readers.put(connection, this.dryRun.join(connection, this.access));
			this.sessions.put(connection, SessionGuard.of(connection));
		}
		ChangeReader reader = this.others.containsKey(connection) ? this.readers.get(connection) : this.dryRun;
		if (reader != null) {
			reader.executing(connection, sql);
		}
		SessionGuard session = this.sessions.get(connection);
		if (session != null) {
			session.executing(connection, sql);
		}
	}

	@Override
	public void executed(WatchedStatement statement) {
		this.wrote |= statement.rows().get() > 0;
		if (this.over && !statement.query() && statement.rows().get() > 0) {
			this.notes
				.add("A listener that is called after the rollback (AFTER_ROLLBACK, AFTER_COMPLETION) changed rows."
						+ " That was rolled back as well.");
		}
		// H2 rolls the whole transaction back, and goes on with another one
		if (this.dryRun.endsAtConflict() && Conflict.is(statement.error())) {
			this.conflict = statement.error();
		}
	}

	/**
	 * Whether the body has written through the dry run's own connection, as far as can be
	 * told.
	 * @return whether it has
	 */
	boolean hasWrittenInside() {
		return this.wrote && !this.used;
	}

	/**
	 * Whether a connection that the body took is still in use: by a thread that it
	 * started.
	 * @return whether there is one
	 */
	boolean isInUse() {
		return !this.others.isEmpty();
	}

	boolean isAnything() {
		return !this.notes.isEmpty();
	}

	/**
	 * Refuse to go on as if nothing were when a conflict has ended the transaction and
	 * the body has caught the exception.
	 */
	void requireNoConflict() {
		if (this.conflict != null) {
			throw Conflict.error(this.conflict);
		}
	}

	/**
	 * What to say when the body fails: a conflict has ended the transaction, whatever the
	 * body makes of its exception.
	 * @param failure what the body throws
	 * @return the error of a conflict if there was one, or else what the body throws
	 */
	Exception worded(Exception failure) {
		return (this.conflict != null || Conflict.is(failure)) ? Conflict.error(failure) : H2Cascade.worded(failure);
	}

	/**
	 * Whether a conflict with somebody else, and nothing that the body did, ended the dry
	 * run's transaction.
	 * @param failure why the dry run failed, or {@code null}
	 * @return whether that is known
	 */
	boolean isEndedByConflict(@Nullable Throwable failure) {
		boolean met = this.conflict != null
				|| (failure != null && Arrays.stream(failure.getSuppressed()).anyMatch(Conflict::is));
		return met && this.dryRun.seesAll();
	}

	List<String> notes() {
		return List.copyOf(new LinkedHashSet<>(this.notes));
	}

}
