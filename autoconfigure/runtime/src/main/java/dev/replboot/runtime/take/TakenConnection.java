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

package dev.replboot.runtime.take;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * A connection to a database that an evaluation has taken. It is given back rolled back.
 */
public final class TakenConnection {

	private static final Log logger = LogFactory.getLog(TakenConnection.class);

	private static final String POSTGRESQL = "PostgreSQL";

	private TakenConnection() {
	}

	/**
	 * Note a connection.
	 * @param handedOut what the evaluation sees
	 * @param connection what is closed
	 * @param withEvaluation whether it is given back when the evaluation is stopped, and
	 * not by whoever ends the transaction that it is in
	 */
	public static void note(Connection handedOut, Connection connection, BooleanSupplier withEvaluation) {
		Takings.took(new Taken.Item("JDBC connection", true, "taken", handedOut, withEvaluation,
				() -> isClosed(connection), () -> giveBack(connection, withEvaluation.getAsBoolean())));
	}

	private static boolean isClosed(Connection connection) {
		try {
			return connection.isClosed();
		}
		catch (SQLException ex) {
			logger.debug("Whether a connection is closed could not be found out", ex);
			return false;
		}
	}

	private static void giveBack(Connection connection, boolean alone) throws SQLException {
		if (!alone) {
			// another thread still rolls the transaction back, and two must not use it:
			// the
			// database rolls back, and that thread goes on
			connection.abort(Runnable::run);
			return;
		}
		try (connection) {
			try {
				if (!connection.getAutoCommit()) {
					connection.rollback();
				}
				unlockAdvisory(connection);
			}
			catch (SQLException ex) {
				// in whatever state it is, nobody may get it from the pool
				connection.abort(Runnable::run);
				throw ex;
			}
		}
	}

	// of the session, which the pool keeps
	private static void unlockAdvisory(Connection connection) throws SQLException {
		if (POSTGRESQL.equals(connection.getMetaData().getDatabaseProductName())) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("select pg_advisory_unlock_all()");
			}
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
		}
	}

}
