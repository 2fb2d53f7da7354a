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

package dev.replboot.kit.data.settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Settings of a connection as they were at a moment, such as the search path or the role.
 * The connection goes back to the application's pool, which doesn't know what {@code set}
 * changed. So the settings are reverted while the transaction is still open.
 */
public interface ConnectionSettings {

	/**
	 * Note the settings as they are.
	 * @param connection the connection
	 * @return the settings
	 * @throws SQLException if the database can't be asked
	 */
	static ConnectionSettings of(Connection connection) throws SQLException {
		return switch (connection.getMetaData().getDatabaseProductName()) {
			case "PostgreSQL" -> new PostgresSettings(connection);
			case "H2" -> new H2Settings(connection);
			case "MariaDB" -> new MariaDbSettings(connection);
			default -> new CatalogSetting(connection);
		};
	}

	/**
	 * Whether a rollback puts the settings back, as PostgreSQL's does.
	 * @return whether it does
	 */
	default boolean endWithRollback() {
		return false;
	}

	/**
	 * A statement is about to be executed, which may change a setting that the database
	 * doesn't list.
	 * @param connection the connection, whose transaction is open
	 * @param sql the statement
	 */
	default void executing(Connection connection, String sql) {
	}

	/**
	 * A statement is about to be executed whose text leaves open which setting it
	 * changes.
	 * @param connection the connection, whose transaction is open
	 * @param name a value of one of its parameters, which may be the setting's name
	 */
	default void mayName(Connection connection, String name) {
	}

	/**
	 * Revert what is different now.
	 * @param connection the connection, whose transaction is open
	 * @return the names of the settings whose values were different, in order
	 * @throws SQLException if the database doesn't let it
	 */
	List<String> putBack(Connection connection) throws SQLException;

}
