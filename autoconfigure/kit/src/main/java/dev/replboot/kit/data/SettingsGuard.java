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
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.eval.EvaluationNotes;
import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.eval.jdbc.StatementWatcher;
import dev.replboot.kit.data.settings.ConnectionSettings;
import dev.replboot.kit.data.settings.SessionObjects;

/**
 * Reverts the settings of a dry run's connection before its transaction ends, and gives
 * back what the session keeps beyond that when it is over.
 */
final class SettingsGuard implements TransactionSynchronization {

	private final ConnectionSettings settings;

	private final SessionObjects objects;

	private final Connection connection;

	private final Consumer<String> notes;

	private final UncheckedRows unchecked = new UncheckedRows();

	private SettingsGuard(ConnectionSettings settings, Connection connection, Consumer<String> notes)
			throws SQLException {
		this.settings = settings;
		this.objects = SessionObjects.of(connection);
		this.connection = connection;
		this.notes = notes;
	}

	/**
	 * Guard the settings of the current transaction's connection.
	 * @param inside the connection
	 * @param notes receives what was reverted and given back when the transaction is over
	 * @return the guard, or {@code null} if nothing tells when the transaction is over
	 * @throws SQLException if the settings can't be told
	 */
	static @Nullable SettingsGuard set(Connection inside, List<String> notes) throws SQLException {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			Connection unwatched = StatementWatch.unwatched(inside);
			ConnectionSettings settings = ConnectionSettings.of(unwatched);
			SettingsGuard guard = new SettingsGuard(settings, unwatched, notes::add);
			TransactionSynchronizationManager.registerSynchronization(guard);
			watch(inside, settings, guard.unchecked);
			return guard;
		}
		return null;
	}

	/**
	 * The changes are known. What a rollback would revert without a word is reverted now.
	 */
	void changesAreKnown() {
		if (this.settings.endWithRollback()) {
			putBack();
		}
	}

	/**
	 * Say which settings were reverted.
	 * @param names the settings
	 * @param settings reverted them
	 * @return the sentence
	 */
	static String sentence(List<String> names, ConnectionSettings settings) {
		// PostgreSQL alone has set local
		return "What set changed for the connection is reverted: " + String.join(", ", names)
				+ (settings.endWithRollback() ? ". Use set local." : ".");
	}

	/**
	 * Have the settings see the statements that may change them.
	 * @param inside the transaction's connection
	 * @param settings the settings
	 * @param unchecked sees what switches constraints off
	 */
	static void watch(Connection inside, ConnectionSettings settings, UncheckedRows unchecked) {
		StatementWatch.watch(inside, new StatementWatcher() {

			@Override
			public void executing(Connection connection, String sql) {
				settings.executing(connection, sql);
				unchecked.executing(sql);
			}

			@Override
			public void mayName(Connection connection, String name) {
				settings.mayName(connection, name);
			}

		});
	}

	@Override
	public void beforeCommit(boolean readOnly) {
		if (this.settings.endWithRollback()) {
			putBack();
		}
	}

	@Override
	public void beforeCompletion() {
		if (!this.settings.endWithRollback()) {
			putBack();
		}
	}

	@Override
	public void afterCompletion(int status) {
		String note = giveBack(this.objects, this.connection, status);
		if (note != null) {
			this.notes.accept(note);
		}
	}

	/**
	 * Give back what a session has kept.
	 * @param objects what it had before
	 * @param connection its connection, whose transaction is over
	 * @param status how it ended
	 * @return a sentence about it, or {@code null} if there was nothing
	 */
	static @Nullable String giveBack(SessionObjects objects, Connection connection, int status) {
		try {
			if (connection.isClosed()) {
				return null;
			}
			if (status == STATUS_COMMITTED) {
				TransactionIdentity.release(connection);
			}
			List<String> given = objects.giveBack(connection, status == STATUS_COMMITTED);
			return given.isEmpty() ? null
					: "The connection would have kept this, which is given back: " + String.join(", ", given) + ".";
		}
		catch (SQLException ex) {
			return "What the connection keeps, such as advisory locks, could not be given back: " + ex.getMessage();
		}
	}

	private void putBack() {
		try {
			List<String> names = this.settings.putBack(this.connection);
			EvaluationNotes notes = EvaluationNotes.current();
			if (notes != null && !names.isEmpty()) {
				notes.put("settingsPutBack", String.join(", ", names));
			}
			if (!names.isEmpty()) {
				this.notes.accept(sentence(names, this.settings));
			}
			this.unchecked.notes(names).forEach(this.notes);
		}
		catch (SQLException ex) {
			throw Worded.by(new DataAccessResourceFailureException(
					"The settings of the connection could not be reset: " + ex.getMessage()), ex);
		}
	}

}
