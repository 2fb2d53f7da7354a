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

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;

import dev.replboot.eval.EvaluationNotes;
import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.runtime.EvaluationScope;

/**
 * Ends a dry run's transaction and says what became of it. Code that has the driver's own
 * connection can end the transaction past everything that refuses it, so the database is
 * asked whether the transaction is still the one that was begun.
 */
final class DryRunEnd {

	private static final String ENDED = "The body ended the transaction itself, with a statement of its own or because the"
			+ " database commits when a table is altered. What came before that is committed or gone, what came after"
			+ " it is rolled back. Ask the database what is there.";

	private static final String COMMITTED = "committed";

	private static final String MORE = "others";

	private static final int NAMED = 20;

	private @Nullable Connection connection;

	private @Nullable TransactionIdentity identity;

	private @Nullable ChangeReader reader;

	private boolean told;

	private @Nullable SQLException lost;

	private @Nullable OtherTransactions heldBack;

	private EvaluationScope.@Nullable Registration watching;

	/**
	 * The transaction has begun.
	 * @param inside its connection
	 * @param reader knows more about it
	 * @param heldBack knows what it has held back
	 * @throws SQLException if the database can't be asked
	 */
	void begun(Connection inside, ChangeReader reader, OtherTransactions heldBack) throws SQLException {
		this.connection = StatementWatch.unwatched(inside);
		this.heldBack = heldBack;
		this.reader = reader;
		// In MariaDB, the reader has a savepoint already.
		this.identity = (DatabaseKind.of(inside) != DatabaseKind.MARIADB) ? TransactionIdentity.of(this.connection)
				: null;
	}

	/**
	 * Check that the transaction goes on.
	 * @throws IllegalStateException if it is over
	 */
	void requireOpen() {
		if (isOver()) {
			this.told = true;
			throw new IllegalStateException(ENDED);
		}
	}

	/**
	 * Say what became of a transaction whose connection is gone, which the driver or the
	 * pool only calls closed.
	 * @param failure what failed without the connection
	 * @return what to throw: the failure, or the sentence
	 */
	Exception worded(Exception failure) {
		Connection inside = this.connection;
		try {
			if (!(failure instanceof SQLException) || inside == null || !inside.isClosed()) {
				return failure;
			}
		}
		catch (SQLException ex) {
			return failure;
		}
		SQLException first = (this.lost != null) ? this.lost : (SQLException) failure;
		return Worded.by(new IllegalStateException(
				"The connection to the database was lost, and the database rolls back what isn't"
						+ " committed: nothing was committed. " + TransactionGuard.sentence(first)),
				failure);
	}

	private boolean isOver() {
		TransactionIdentity begun = this.identity;
		Connection inside = this.connection;
		ChangeReader changes = this.reader;
		if (inside == null || changes == null) {
			return false;
		}
		try {
			return !inside.isClosed() && (!changes.isOpen(inside) || (begun != null && !begun.holds(inside)));
		}
		catch (SQLException ex) {
			// An aborted transaction can't be committed. Whatever asks next says more,
			// unless the connection is gone.
			this.lost = (this.lost != null) ? this.lost : ex;
			return false;
		}
	}

	/**
	 * Watch what the body, and what a rollback calls, would commit past the transaction.
	 * @param watching to be closed to watch no longer
	 */
	void watched(EvaluationScope.Registration watching) {
		this.watching = watching;
	}

	/**
	 * Refuse to commit if something was held back after the report was made.
	 * @param report the report
	 */
	void requireNothingMore(ChangeReport report) {
		OtherTransactions held = this.heldBack;
		if (held != null && !report.notes().containsAll(held.notes())) {
			throw new IllegalStateException(
					"Nothing was committed: something that the body started changed data after the"
							+ " end of the body. That was rolled back as well. Wait for it in the body.");
		}
	}

	/**
	 * Watch no longer: a commit is real, and so is what it calls.
	 */
	void release() {
		if (this.watching != null) {
			this.watching.close();
			this.watching = null;
		}
	}

	/**
	 * Roll the transaction back, if it isn't over.
	 * @param manager its manager
	 * @param status the transaction
	 * @param failure why it is rolled back, or {@code null}
	 * @param notes receives what should be known
	 * @return nothing
	 */
	@Nullable Void rollBack(PlatformTransactionManager manager, TransactionStatus status, @Nullable Throwable failure,
			List<String> notes) {
		List<String> before = (this.heldBack != null) ? this.heldBack.notes() : List.of();
		try {
			return end(manager, status, failure, notes);
		}
		finally {
			if (this.heldBack != null && this.watching == null) {
				// One that was released for a commit sees nothing any more.
				this.heldBack.beLate();
			}
			release();
			if (this.heldBack != null) {
				this.heldBack.notes().stream().filter((note) -> !before.contains(note)).forEach(notes::add);
			}
		}
	}

	private @Nullable Void end(PlatformTransactionManager manager, TransactionStatus status,
			@Nullable Throwable failure, List<String> notes) {
		if (status.isCompleted()) {
			return null;
		}
		boolean over = this.told || isOver();
		note("Its transaction could not be rolled back. The log has the details.");
		try {
			manager.rollback(status);
		}
		catch (RuntimeException ex) {
			if (failure == null) {
				throw ex;
			}
			// The database has rolled it back after a lost connection, for example. The
			// body's own failure says why.
			failure.addSuppressed(ex);
			return null;
		}
		boolean conflict = over && !this.told && this.heldBack != null && this.heldBack.isEndedByConflict(failure);
		note((over && !conflict) ? ENDED : "Its transaction is rolled back: nothing of it is committed.");
		if (over && !conflict && !this.told) {
			notes.add(ENDED);
		}
		return null;
	}

	/**
	 * Note for the audit log, and for whoever sees the evaluation stopped, what became of
	 * the transaction.
	 * @param sentence the sentence
	 */
	static void note(String sentence) {
		EvaluationNotes notes = EvaluationNotes.current();
		if (notes != null) {
			String before = notes.text(COMMITTED);
			notes.put(EvaluationNotes.TRANSACTION,
					(before != null) ? sentence + " Committed before: " + before + "." : sentence);
		}
	}

	/**
	 * Note that the transaction is committed, beside those before.
	 * @param id the correction's id, or {@code null} if it has none
	 */
	static void committed(@Nullable String id) {
		EvaluationNotes notes = EvaluationNotes.current();
		if (notes == null || id == null) {
			note("Its transaction is committed.");
			return;
		}
		String all = all(notes.text(COMMITTED), id);
		notes.put(COMMITTED, all);
		notes.put(EvaluationNotes.TRANSACTION,
				(all.equals(id) ? "Its transaction is committed: " : "Its transactions are committed: ") + all + ".");
	}

	// The audit log has the others.
	private static String all(@Nullable String before, String id) {
		if (before == null) {
			return id;
		}
		List<String> ids = new ArrayList<>(List.of(before.split(", ")));
		ids.add(id);
		if (ids.size() <= NAMED) {
			return String.join(", ", ids);
		}
		return MORE + ", " + String.join(", ", ids.subList(ids.size() - NAMED + 1, ids.size()));
	}

}
