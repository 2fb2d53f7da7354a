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

package dev.replboot.runtime;

import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;

import dev.replboot.runtime.stop.Scopes;

/**
 * Shows how a statement of the application's is cancelled with the evaluation.
 */
class CancellingJdbcTemplate extends JdbcTemplate {

	CancellingJdbcTemplate(DataSource dataSource) {
		super(dataSource);
	}

	@Override
	public <T> T execute(StatementCallback<T> action) throws DataAccessException {
		EvaluationScope scope = Scopes.current();
		return super.execute((StatementCallback<T>) (statement) -> {
			try (EvaluationScope.Registration any = (scope != null) ? scope.onStop(() -> cancel(statement)) : () -> {
			}) {
				return action.doInStatement(statement);
			}
		});
	}

	private static void cancel(Statement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
