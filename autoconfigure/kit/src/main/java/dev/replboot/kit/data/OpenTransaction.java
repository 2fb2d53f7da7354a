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
import java.util.Optional;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.cache.CacheWatch;
import dev.replboot.kit.data.settings.ConnectionSettings;
import dev.replboot.kit.data.settings.SessionObjects;
import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * A transaction that a session keeps open across forms. Between forms no thread has it:
 * it is parked, and whoever goes on with it takes it to their own thread. Not safe for
 * use by several threads at a time.
 */
final class OpenTransaction {

	private static final Log logger = LogFactory.getLog(OpenTransaction.class);

	private static final TransactionDefinition PARKED = new DefaultTransactionDefinition(
			TransactionDefinition.PROPAGATION_NOT_SUPPORTED);

	/**
	 * What became of a transaction whose connection is gone.
	 */
	static final String LOST = "Its connection is closed, or was lost, and the database rolls back what isn't committed.";

	private final DataSource dataSource;

	private final PlatformTransactionManager manager;

	private final TransactionStatus status;

	private final TransactionGuard guard = new TransactionGuard();

	private final @Nullable ConnectionSettings settings;

	private final @Nullable TransactionIdentity identity;

	private final UncheckedRows unchecked = new UncheckedRows();

	private final CacheWatch.Look caches;

	private final List<String> notices = new ArrayList<>();

	private @Nullable TransactionStatus parked;

	private @Nullable String doomed;

	private boolean abortNoticed;

	private boolean lost;

	OpenTransaction(DataSource dataSource, PlatformTransactionManager manager, CacheWatch caches) {
		this.dataSource = dataSource;
		this.manager = manager;
		this.caches = caches.look();
		this.status = manager.getTransaction(new DefaultTransactionDefinition());
		try {
			requireManaged();
			this.identity = asked((connection) -> Optional.ofNullable(TransactionIdentity.of(connection))).orElse(null);
			ConnectionSettings taken = asked(ConnectionSettings::of);
			this.settings = taken;
			giveBackLater(asked(SessionObjects::of));
			onConnection((connection) -> SettingsGuard.watch(connection, taken, this.unchecked));
		}
		catch (Throwable ex) {
			this.guard.release();
			manager.rollback(this.status);
			throw ex;
		}
	}

	private void requireManaged() {
		onConnection((connection) -> {
			if (!DataSourceUtils.isConnectionTransactional(connection, this.dataSource)) {
				throw new IllegalStateException(
						"The application's transaction manager doesn't manage this DataSource.");
			}
			StatementWatch.watch(connection, this.guard);
		});
	}

	// synchronizations are suspended and resumed with the transaction
	private void giveBackLater(SessionObjects objects) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return;
		}
		onConnection((connection) -> TransactionSynchronizationManager
			.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCompletion(int ended) {
					String note = SettingsGuard.giveBack(objects, StatementWatch.unwatched(connection), ended);
					if (note != null) {
						OpenTransaction.this.notices.add(note);
					}
				}

			}));
	}

	private void onConnection(Consumer<Connection> use) {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			use.accept(connection);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	/**
	 * List its connection as what it is.
	 * @param use how it is listed
	 */
	void listAs(Taken.Use use) {
		onConnection((connection) -> Takings.use(connection, use));
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	boolean isParked() {
		return this.parked != null;
	}

	boolean isOver() {
		return this.status.isCompleted();
	}

	/**
	 * Have it rolled back when the form that uses it is over. The first reason counts.
	 * @param sentence why
	 */
	void doom(String sentence) {
		if (this.doomed == null) {
			this.doomed = sentence;
		}
	}

	@Nullable String doomed() {
		return this.doomed;
	}

	// Another one that doesn't begin has suspended it, and holds all that the thread had.
	void park() {
		if (this.parked != null || this.status.isCompleted()) {
			return;
		}
		this.parked = this.manager.getTransaction(PARKED);
		TransactionSynchronizationManager.clear();
	}

	void resume() {
		TransactionStatus suspended = this.parked;
		if (suspended != null) {
			this.parked = null;
			TransactionSynchronizationManager.initSynchronization();
			this.manager.rollback(suspended);
		}
	}

	/**
	 * Why the transaction can't be committed any more. The database is asked only after a
	 * statement has failed.
	 * @return what happened first, or {@code null} if it can be
	 */
	@Nullable String aborted() {
		if (this.status.isRollbackOnly()) {
			return "code of the application has marked it so that it can only be rolled back, as an exception does that leaves"
					+ " a transactional method";
		}
		String failure = this.guard.failure();
		if (failure == null) {
			return null;
		}
		String answer = asked((connection) -> Optional.ofNullable(failure(connection))).orElse(null);
		if (answer == null) {
			// it went back to a savepoint, or the database doesn't mind
			this.guard.forgetFailure();
			this.abortNoticed = false;
			return null;
		}
		return failure;
	}

	/**
	 * Whether nobody has asked before since it was aborted.
	 * @return {@code true} the first time
	 */
	boolean isNews() {
		boolean news = !this.abortNoticed;
		this.abortNoticed = true;
		return news;
	}

	/**
	 * Find out whether the database would commit it, and prepare that.
	 * @throws IllegalStateException if it wouldn't
	 */
	void prepareCommit() {
		String aborted = isConnected() ? aborted() : "";
		if (aborted == null) {
			flush();
			// PostgreSQL answers the commit of an aborted transaction with a rollback,
			// and its driver doesn't say so; any statement fails in such a transaction
			aborted = isConnected() ? asked((connection) -> Optional.ofNullable(failure(connection))).orElse(null) : "";
		}
		if (aborted != null && !isConnected()) {
			abandonLost();
			throw new IllegalStateException(
					"Nothing was committed, and the transaction is over. " + LOST + " (begin!) begins another.");
		}
		if (aborted != null) {
			throw new IllegalStateException("Nothing was committed: the transaction is aborted since this happened ("
					+ aborted + "). (rollback!) ends it; then begin again.");
		}
		requireIdentity("Nothing more was committed");
		ConnectionSettings before = this.settings;
		List<String> reverted = (before != null) ? asked(before::putBack) : List.of();
		if (before != null && !reverted.isEmpty()) {
			this.notices.add(SettingsGuard.sentence(reverted, before));
		}
		this.notices.addAll(this.unchecked.notes(reverted));
	}

	private void flush() {
		try {
			this.status.flush();
		}
		catch (RuntimeException ex) {
			if (isConnected()) {
				throw ex;
			}
			logger.debug("The connection of a transaction is gone", ex);
		}
	}

	void commit() {
		this.guard.release();
		boolean committed = false;
		try {
			this.manager.commit(this.status);
			committed = true;
		}
		finally {
			this.notices.addAll(committed ? this.caches.committed() : this.caches.rolledBack());
		}
	}

	/**
	 * Roll it back.
	 * @throws IllegalStateException if it was over before, so that not all of it is
	 * rolled back
	 */
	void rollBack() {
		if (this.status.isCompleted()) {
			return;
		}
		if (!isConnected()) {
			rollBackLost();
			return;
		}
		try {
			if (aborted() == null) {
				requireIdentity("Not all of it is rolled back");
			}
			if (this.settings != null && !this.settings.endWithRollback()) {
				asked(this.settings::putBack);
			}
		}
		catch (RuntimeException ex) {
			if (this.status.isCompleted() || isConnected()) {
				throw ex;
			}
			logger.debug("The connection of a transaction is gone", ex);
			rollBackLost();
		}
		finally {
			this.guard.release();
			if (!this.status.isCompleted()) {
				abandon();
			}
		}
	}

	/**
	 * Whether it is over because its connection is gone.
	 * @return whether it is
	 */
	boolean isLost() {
		return this.lost;
	}

	private boolean isConnected() {
		boolean[] connected = new boolean[1];
		onConnection((connection) -> {
			try {
				connected[0] = !StatementWatch.unwatched(connection).isClosed();
			}
			catch (SQLException ex) {
				connected[0] = false;
			}
		});
		return connected[0];
	}

	private void rollBackLost() {
		abandonLost();
		this.notices.add("Nothing of the transaction is committed, and it is over. " + LOST);
	}

	// The manager can't roll it back any more, but lets the thread go.
	private void abandonLost() {
		this.lost = true;
		this.guard.release();
		try {
			abandon();
		}
		catch (TransactionException | DataAccessException ex) {
			logger.debug("The connection of a transaction is gone", ex);
		}
	}

	private void abandon() {
		try {
			this.manager.rollback(this.status);
		}
		finally {
			this.notices.addAll(this.caches.rolledBack());
		}
	}

	/**
	 * What the session should know now that the transaction is over.
	 * @param receiver receives the sentences, each once
	 */
	void tell(Consumer<String> receiver) {
		this.notices.forEach(receiver);
		this.notices.clear();
	}

	private void requireIdentity(String consequence) {
		TransactionIdentity begun = this.identity;
		if (begun == null || asked((connection) -> begun.holds(connection))) {
			return;
		}
		this.guard.release();
		abandon();
		throw new IllegalStateException(consequence
				+ ": the transaction that (begin!) began was ended before, by a statement, a procedure or code that commits"
				+ " or rolls back by itself. What came before that is committed or gone, what came after it is rolled back."
				+ " Ask the database what is there.");
	}

	private static @Nullable String failure(Connection connection) {
		try (var statement = connection.createStatement()) {
			statement.execute("select 1");
			return null;
		}
		catch (SQLException ex) {
			return TransactionGuard.sentence(ex);
		}
	}

	// null is an answer as well
	private <T extends @Nullable Object> T asked(ConnectionCallback<T> question) {
		return Objects
			.requireNonNull(new JdbcTemplate(this.dataSource).execute((ConnectionCallback<Answer<T>>) (
					connection) -> new Answer<>(question.doInConnection(StatementWatch.unwatched(connection)))))
			.value();
	}

	/**
	 * What the database said.
	 *
	 * @param value the answer
	 * @param <T> its type
	 */
	private record Answer<T extends @Nullable Object>(T value) {

	}

}
