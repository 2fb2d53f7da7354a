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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dry runs begin while others commit.
 */
class H2SnapshotTests {

	private static final String URL = "jdbc:h2:mem:snapshots;DB_CLOSE_DELAY=-1";

	private static final int TRIALS = 10_000;

	// H2 fails now and then when it reads what another session's transaction is doing
	@Test
	void trialBeginsOrSaysThatOthersCommitAllTheTime() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		try (Connection setup = DriverManager.getConnection(URL); Statement statement = setup.createStatement()) {
			statement.execute("create table orders (k int primary key, v int)");
			statement.execute("insert into orders values (1, 0)");
			Thread writer = new Thread(() -> write(over));
			writer.start();
			try (Connection one = transaction(); Connection other = transaction()) {
				for (int i = 0; i < TRIALS; i++) {
					begin(one, other);
				}
			}
			finally {
				over.set(true);
				writer.join();
				statement.execute("shutdown");
			}
		}
	}

	private static void begin(Connection one, Connection other) throws SQLException {
		try {
			H2Snapshot.take(one, other);
		}
		catch (SQLException ex) {
			assertThat(ex.getMessage()).contains("Other transactions change the database continuously");
		}
		one.rollback();
		other.rollback();
	}

	private static Connection transaction() throws SQLException {
		Connection connection = DriverManager.getConnection(URL);
		connection.setAutoCommit(false);
		return connection;
	}

	private static void write(AtomicBoolean over) {
		try (Connection connection = DriverManager.getConnection(URL);
				Statement statement = connection.createStatement()) {
			while (!over.get()) {
				statement.execute("update orders set v = v + 1");
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
