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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.MariaDbServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A REPL in an application with a database of MariaDB that is new for each test.
 */
abstract class MariaDbApplication {

	JdbcTemplate database;

	TestRepl repl;

	ReplClient client;

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
	}

	@BeforeEach
	void open() {
		String url = MariaDbServer.get().newDatabase();
		this.database = TestDatabase.create(url);
		for (String sql : new String[] { "create table BATCH_JOB_EXECUTION (JOB_EXECUTION_ID bigint primary key)",
				"create table old (id int primary key, v varchar(20)) engine=myisam", "insert into old values (1, 'a')",
				"create table kept (id int primary key) engine=memory",
				"create table times (id int primary key, t time(3), u bigint unsigned, b bit(3), ts timestamp(6), d datetime)",
				"insert into times values (1, '838:59:59', 18446744073709551615, b'101', '2024-11-03 05:30:00.123456', '0000-00-00')",
				"create table traced (id int primary key)",
				"create trigger traced_t after insert on traced for each row insert into old values (new.id + 10, 't')",
				"create procedure ending() begin update purchase set total = 0; commit; end",
				"create procedure defining() begin create table other (x int); end",
				"create procedure hiding() begin execute immediate 'truncate table log'; end",
				"create procedure harmless() begin update purchase set total = 1 where id = 1; end" }) {
			this.database.execute(sql.startsWith("insert into times") ? "set statement sql_mode = '' for " + sql : sql);
		}
		this.repl = TestRepl.with(new Class<?>[] { TestDatabase.class, MariaDbPools.class,
				ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class }, "test.url=" + url);
		this.client = this.repl.login();
	}

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
			this.repl.close();
		}
	}

	String eval(String form) {
		return this.client.eval(form);
	}

	String schema() {
		return this.database.queryForObject("select database()", String.class);
	}

	void assertUnchanged() {
		assertThat(this.database.queryForObject("select sum(total) from purchase", String.class)).isEqualTo("30.00");
		assertThat(this.database.queryForList("select * from log")).hasSize(2);
		assertThat(this.database.queryForObject("select group_concat(id, v) from old", String.class)).isEqualTo("1a");
		assertThat(this.database.queryForList("select * from traced")).isEmpty();
		assertThat(this.database.queryForList("show tables")).hasSize(8);
	}

	/**
	 * Somebody else.
	 */
	public static class Elsewhere {

		private final String url;

		Elsewhere(String url) {
			this.url = url;
		}

		/**
		 * Change data and commit that, with another value each time.
		 * @param sql the statement
		 */
		public void update(String sql) {
			new JdbcTemplate(new DriverManagerDataSource(this.url))
				.execute(sql.replace("'x'", "'" + System.nanoTime() + "'"));
		}

	}

}
