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

import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A REPL whose application has a database that is new for each test.
 */
abstract class AnyDatabase {

	private static @Nullable TestRepl opened;

	JdbcTemplate database;

	TestRepl repl;

	ReplClient client;

	String url;

	private final TestedDatabase tested;

	AnyDatabase(TestedDatabase tested) {
		this.tested = tested;
	}

	@BeforeEach
	void open() {
		this.url = this.tested.newDatabase();
		this.database = TestDatabase.create(this.url);
		if (opened == null) {
			opened = TestRepl.with(new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class,
					ReplDataAutoConfiguration.class }, "test.url=" + this.url, "repl.kit.sql.max-rows=1000");
		}
		this.repl = opened;
		this.repl.context()
			.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("database", Map.of("test.url", this.url)));
		this.client = this.repl.login();
	}

	@AfterEach
	void leave() {
		this.client.close();
		if (opened != null) {
			Awaitility.await().until(() -> this.repl.lifecycle().status().sessions().isEmpty());
			this.repl.forgetEvents();
		}
	}

	@AfterAll
	static void close() {
		if (opened != null) {
			opened.close();
			opened = null;
		}
	}

	void execute(String sql) {
		this.database.execute(sql);
	}

	String eval(String form) {
		return this.client.eval(form);
	}

	List<Map<String, Object>> rows(String sql) {
		return this.database.queryForList(sql);
	}

	void assertUnchanged() {
		assertThat(this.database.queryForObject("select sum(total) from purchase", String.class)).isEqualTo("30.00");
		assertThat(rows("select * from purchase")).hasSize(3);
		assertThat(rows("select * from log")).hasSize(2);
		assertThat(rows("select * from customer")).hasSize(2);
	}

	boolean isAbortedByErrors() {
		return this.tested == TestedDatabase.POSTGRES;
	}

	String millionRows() {
		return this.tested.millionRows();
	}

}
