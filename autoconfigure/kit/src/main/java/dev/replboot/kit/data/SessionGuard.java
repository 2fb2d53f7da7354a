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

import dev.replboot.kit.data.settings.ConnectionSettings;
import dev.replboot.kit.data.settings.SessionObjects;

/**
 * The session of a connection that a dry run's body has taken beside the dry run's own,
 * as it was before.
 */
final class SessionGuard {

	private final ConnectionSettings settings;

	private final SessionObjects objects;

	private SessionGuard(ConnectionSettings settings, SessionObjects objects) {
		this.settings = settings;
		this.objects = objects;
	}

	static SessionGuard of(Connection connection) throws SQLException {
		return new SessionGuard(ConnectionSettings.of(connection), SessionObjects.of(connection));
	}

	void executing(Connection connection, String sql) {
		this.settings.executing(connection, sql);
	}

	void mayName(Connection connection, String name) {
		this.settings.mayName(connection, name);
	}

	/**
	 * Revert everything.
	 * @param connection the connection, whose transaction was rolled back
	 * @throws SQLException if the database doesn't let it
	 */
	void putBack(Connection connection) throws SQLException {
		if (!this.settings.endWithRollback()) {
			this.settings.putBack(connection);
		}
		this.objects.giveBack(connection, false);
	}

}
