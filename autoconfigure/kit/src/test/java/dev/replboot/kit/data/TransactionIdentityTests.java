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
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.replboot.testsupport.MariaDbServer;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what tells one transaction from the next, on the databases themselves.
 */
class TransactionIdentityTests {

	private static final String[] NOTHING = {};

	private static boolean holds(Server server, String[] before, String end, String... after) throws SQLException {
		try (Connection connection = DriverManager.getConnection(server.url())) {
			TestDatabase.execute(connection, "drop table if exists told", "create table told (i int primary key)",
					"insert into told values (1)");
			connection.setAutoCommit(false);
			TransactionIdentity identity = Objects.requireNonNull(TransactionIdentity.of(connection));
			assertThat(identity.holds(connection)).isTrue();
			TestDatabase.execute(connection, before);
			assertThat(identity.holds(connection)).isTrue();
			TestDatabase.execute(connection, end);
			TestDatabase.execute(connection, after);
			boolean holds = identity.holds(connection);
			connection.rollback();
			return holds;
		}
	}

	@ParameterizedTest
	@EnumSource
	void transactionThatGoesOnIsTheSame(Server server) throws SQLException {
		assertThat(holds(server, NOTHING, "select 1")).isTrue();
		assertThat(holds(server, NOTHING, "update told set i = 2", "select * from told")).isTrue();
		// in MariaDB, to ask forgets the savepoints
		assertThat(holds(server, NOTHING, "savepoint s", "update told set i = 2", "rollback to savepoint s")).isTrue();
		assertThat(holds(server, new String[] { "insert into told values (2)" }, "savepoint s", "delete from told",
				"rollback to savepoint s"))
			.isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void nextTransactionIsAnotherWhateverItDoes(Server server) throws SQLException {
		for (String end : new String[] { "commit", "rollback" }) {
			assertThat(holds(server, NOTHING, end)).isFalse();
			assertThat(holds(server, NOTHING, end, "select * from told")).isFalse();
			assertThat(holds(server, NOTHING, end, "update told set i = 2", "select 1")).isFalse();
			assertThat(holds(server, new String[] { "update told set i = 2" }, end, "select * from told")).isFalse();
			assertThat(holds(server, new String[] { "update told set i = 2" }, end, "delete from told")).isFalse();
		}
	}

	@Test
	void definitionThatCommitsIsNoticedThoughNothingElseWasWritten() throws SQLException {
		assertThat(holds(Server.H2, NOTHING, "// x\ncreate table z (i int)", "drop table z")).isFalse();
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
		assertThat(holds(Server.MARIADB, NOTHING, "create table z (i int)", "drop table z", "select 1")).isFalse();
	}

	@Test
	void othersDefineTablesOfH2MeanwhileAndAfterwards() throws SQLException {
		String url = TestDatabase.newH2();
		try (Connection one = DriverManager.getConnection(url); Connection other = DriverManager.getConnection(url)) {
			one.setAutoCommit(false);
			for (boolean commit : new boolean[] { true, false }) {
				TransactionIdentity.of(one);
				TestDatabase.execute(other, "create table z (i int)", "drop table z");
				if (commit) {
					one.commit();
					TransactionIdentity.release(one);
				}
				else {
					one.rollback();
				}
				TestDatabase.execute(other, "create table z (i int)", "drop table z");
			}
			TestDatabase.execute(other, "create user plain password ''");
			String database = url.substring(0, url.indexOf(';'));
			try (Connection plain = DriverManager.getConnection(database, "plain", "")) {
				plain.setAutoCommit(false);
				assertThat(Objects.requireNonNull(TransactionIdentity.of(plain)).holds(plain)).isTrue();
			}
		}
	}

	/**
	 * Server of a database.
	 */
	enum Server {

		POSTGRESQL, H2, MARIADB;

		String url() {
			return switch (this) {
				case POSTGRESQL -> {
					assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
					yield PostgresServer.get().url();
				}
				case H2 -> TestDatabase.newH2();
				case MARIADB -> {
					assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
					yield MariaDbServer.get().newDatabase();
				}
			};
		}

	}

}
