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

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the connections over R2DBC that queries use, leave alone or give back.
 */
@Timeout(900)
class R2dbcConnectionTests {

	private R2dbcApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private void open(Map<String, ConnectionFactory> factories, Class<?>[] configurations, String... properties) {
		this.application = R2dbcApplication.open(factories, configurations, properties);
	}

	private String eval(String form) {
		return this.application.eval(form);
	}

	private String sql(String statement) {
		return this.application.sql(statement);
	}

	@Test
	void connectionThatIsNotSafeToReadFromIsLeftAlone() {
		ConnectionFactory factory = R2dbcApplication.newH2();
		R2dbcApplication.execute(factory, "create table purchase (id int primary key)");
		Connection open = Mono.<Connection>from(factory.create()).block();
		Mono.from(open.beginTransaction()).block();
		Mono.from(open.createStatement("insert into purchase values (1)").execute())
			.flatMap((result) -> Mono.from(result.getRowsUpdated()))
			.block();
		open(Map.of("first", SharedConnection.of(open, open.getMetadata()), "second",
				SharedConnection.of(open, new OtherDatabase())), new Class<?>[] { R2dbcApplication.Two.class });
		assertThat(sql("select 1")).contains("There are several ConnectionFactories and none is primary.")
			.contains("There are: first, second.");
		assertThat(eval("(sql {:db 'first} \"select 1\")")).contains("a connection that is in a transaction already");
		assertThat(eval("(sql {:db :second} \"select 1\")")).contains("sql reads PostgreSQL and H2, and this is Other");
		Mono.from(open.commitTransaction()).block();
		assertThat(eval("(mapv :id (sql {:db 'first} \"select id from purchase\"))")).isEqualTo("[1]");
		Mono.from(open.close()).block();
	}

	@Test
	void connectionThatComesTooLateIsGivenBack() {
		AtomicInteger closed = new AtomicInteger();
		open(Map.of("database", new LateConnections(R2dbcApplication.newH2(), closed)),
				new Class<?>[] { R2dbcApplication.One.class });
		assertThat(eval("(sql {:timeout 1} \"select 1\")")).contains("There was no connection within 1 s");
		assertThat(closed).hasValue(1);
		// it may be stopped before it asks for a connection
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.application.stopped("(sql \"select 1\")"))
				.contains("Evaluation stopped: It was interrupted");
			assertThat(closed).hasValueGreaterThan(1);
		});
	}

	@Test
	void dataSourceIsUsedIfThereIsOne() {
		String url = TestDatabase.newH2();
		TestDatabase.create(url);
		open(Map.of("database", R2dbcApplication.newH2()), new Class<?>[] { R2dbcApplication.One.class,
				TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url);
		assertThat(eval("(count (sql \"select * from customer\"))")).isEqualTo("2");
		assertThat(eval("(help)")).contains("r2dbc: the application has a DataSource, which sql uses");
	}

	@Test
	void switchedOffPartForDataSwitchesOffQueries() {
		open(Map.of("database", R2dbcApplication.newH2()), new Class<?>[] { R2dbcApplication.One.class },
				"repl.kit.data.enabled=false");
		assertThat(sql("select 1")).contains("sql isn't available: switched off by repl.kit.data.enabled");
	}

}
