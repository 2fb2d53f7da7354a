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
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for queries that change large objects of PostgreSQL, which a transaction that
 * only reads permits before release 16.
 */
class PostgresLargeObjectsTests {

	private Connection connection;

	private Statement statement;

	@BeforeEach
	void connect() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		this.connection = DriverManager.getConnection(PostgresServer.get().url());
		this.statement = this.connection.createStatement();
	}

	@AfterEach
	void close() throws SQLException {
		if (this.connection != null) {
			this.connection.close();
		}
	}

	// the server reports its counts when a transaction ends, but only once a second
	// unless this function demands it
	private void haveCountsReported() throws SQLException {
		this.statement.execute("select pg_stat_force_next_flush()");
	}

	@Test
	void reportOfEarlierChangesIsNoChangeOfAQuery() throws SQLException {
		haveCountsReported();
		this.statement.execute("select lo_unlink(lo_create(0))");
		this.connection.setAutoCommit(false);
		ReadOnlyRules rules = new ReadOnlyRules(this.connection, SqlDialect.POSTGRESQL);
		rules.check(this.connection.prepareStatement("select 1"), "select 1");
		haveCountsReported();
		// as when the query joins the snapshot of a dry run
		this.connection.rollback();
		assertThatCode(() -> rules.requireNoChange(List.of())).doesNotThrowAnyException();
	}

	@Test
	void changeOfALargeObjectIsFoundOut() throws SQLException {
		this.connection.setAutoCommit(false);
		ReadOnlyRules rules = new ReadOnlyRules(this.connection, SqlDialect.POSTGRESQL);
		rules.check(this.connection.prepareStatement("select 1"), "select 1");
		this.statement.execute("select lo_create(0)");
		assertThatIllegalArgumentException().isThrownBy(() -> rules.requireNoChange(List.of()))
			.withMessageContaining("The statement changed data");
		this.connection.rollback();
	}

}
