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

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.eval.EvaluationNotes;
import dev.replboot.eval.jdbc.StatementWatch;

/**
 * Body of a trial that leaves the settings of the trial's connection as they were.
 */
final class SettingsBody implements TrialBody {

	private final DataSource dataSource;

	private final TrialBody body;

	SettingsBody(DataSource dataSource, TrialBody body) {
		this.dataSource = dataSource;
		this.body = body;
	}

	@Override
	public @Nullable Object run() throws Exception {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			Connection unwatched = StatementWatch.unwatched(connection);
			keep(ConnectionSettings.of(unwatched), unwatched);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
		return this.body.run();
	}

	@Override
	public @Nullable Object settle(@Nullable Object value) throws Exception {
		return this.body.settle(value);
	}

	@Override
	public void failed(List<String> notes) {
		this.body.failed(notes);
	}

	private static void keep(ConnectionSettings settings, Connection connection) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				if (settings.endWithRollback()) {
					putBack(settings, connection);
				}
			}

			@Override
			public void beforeCompletion() {
				if (!settings.endWithRollback()) {
					putBack(settings, connection);
				}
			}

		});
	}

	private static void putBack(ConnectionSettings settings, Connection connection) {
		try {
			List<String> names = settings.putBack(connection);
			EvaluationNotes notes = EvaluationNotes.current();
			if (notes != null && !names.isEmpty()) {
				notes.put("settingsPutBack", String.join(", ", names));
			}
		}
		catch (SQLException ex) {
			throw Worded.by(new DataAccessResourceFailureException(
					"The settings of the connection could not be put back: " + ex.getMessage()), ex);
		}
	}

}
