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
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for statements that only read, on a database whose driver may take a read-only
 * transaction for a hint.
 */
class ReadOnlyRulesTests {

	private Connection connection;

	private PreparedStatement statement;

	@BeforeEach
	void connect() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:h2:mem:");
		this.statement = this.connection.prepareStatement("select 1");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	private void check(String sql) throws SQLException {
		new ReadOnlyRules(this.connection, SqlDialect.STANDARD).check(this.statement, sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "update t set x = 1", "create table t (x int)", "truncate table t", "call p()", "exec p",
			"begin p; end;", "select * into u from t", "with x as (select 1) delete from t", "select 1; drop table t",
			"grant select on t to u", "explain plan into t for select 1", "merge into t using u on (1 = 1)" })
	void whatIsNoQueryIsRefusedWhereTheDatabaseIsNotKnown(String sql) {
		assertThatIllegalArgumentException().isThrownBy(() -> check(sql))
			.withMessageContaining("The statement is no query, and sql only reads");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "select 'delete from t'", "(select 1) union (select 2)", "with x as (select 1) select * from x",
					"values (1)", "select 1 -- insert into t", "explain select 1", "select \"update\" from t" })
	void queryIsExecuted(String sql) {
		assertThatCode(() -> check(sql)).doesNotThrowAnyException();
	}

}
