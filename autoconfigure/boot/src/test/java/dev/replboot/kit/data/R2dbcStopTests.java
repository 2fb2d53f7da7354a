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

import java.io.IOException;
import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what a stopped query over R2DBC leaves to others. PostgreSQL gets a request
 * to cancel on a connection of its own, which may arrive late.
 */
@Timeout(900)
class R2dbcStopTests {

	private static final int KEY = 18_057_014;

	private static ConnectionPool pool;

	private CuttingRelay relay;

	private SingleConnectionDataSource database;

	private JdbcTemplate server;

	private TestRepl repl;

	private ReplClient client;

	@BeforeEach
	void open() throws IOException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		this.relay = new CuttingRelay(PostgresServer.get().port());
		pool = new ConnectionPool(ConnectionPoolConfiguration
			.builder(ConnectionFactories.get("r2dbc:postgresql://test@127.0.0.1:" + this.relay.port() + "/postgres"))
			.initialSize(1)
			.maxSize(1)
			.build());
		this.database = new SingleConnectionDataSource(PostgresServer.get().url(), true);
		this.server = new JdbcTemplate(this.database);
		this.repl = TestRepl.with(new Class<?>[] { One.class });
		this.client = this.repl.login();
	}

	@AfterEach
	void close() throws IOException {
		if (this.repl != null) {
			this.client.close();
			this.repl.close();
			pool.dispose();
			this.database.destroy();
			this.relay.close();
		}
	}

	private void awaitExecuted(String sql) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.server.queryForObject("select count(*) from pg_stat_activity where state = 'active'"
					+ " and query like '%' || ? || '%' and pid <> pg_backend_pid()", Integer.class, sql) == 1);
	}

	private void stop(String form) {
		this.client.send(form + "\n");
		awaitExecuted("pg_sleep(598)");
		this.client.ctrlC();
		assertThat(this.client.readUntil("user=> ")).contains("Evaluation stopped: It was interrupted");
	}

	@Test
	void requestToCancelThatArrivesLateStopsNobodyElse() throws IOException {
		String wait = "select 'it went on' as a from pg_advisory_xact_lock(" + KEY + ")";
		for (String form : new String[] { "(sql {:timeout 600} \"select pg_sleep(598)\")",
				"(sql {:timeout 600} \"select 1; select pg_sleep(598)\")" }) {
			this.server.execute("select pg_advisory_lock(" + KEY + ")");
			stop(form);
			this.client.send("(sql {:timeout 600} \"" + wait + "\")\n");
			awaitExecuted(wait.substring(7));
			assertThat(this.relay.cancelAgain()).isPositive();
			this.server.execute("select pg_advisory_unlock(" + KEY + ")");
			assertThat(this.client.readUntil("user=> ")).contains("it went on");
			// as the application itself gets it
			assertThat(pool.create()
				.flatMapMany((connection) -> Flux.usingWhen(Mono.just(connection),
						(used) -> Flux.from(used.createStatement("select 7").execute())
							.flatMap((result) -> result.map((row) -> row.get(0, Integer.class))),
						Connection::close))
				.blockLast()).isEqualTo(7);
		}
		assertThat(pool.getMetrics().orElseThrow().allocatedSize()).isEqualTo(1);
		assertThat(pool.getMetrics().orElseThrow().acquiredSize()).isZero();
		// nothing is closed of what wasn't stopped
		String id = "(:id (first (sql \"select pg_backend_pid() as id\")))";
		String first = this.client.eval(id);
		assertThat(this.client.eval(id)).isEqualTo(first).matches("\\d+");
		assertThat(this.client.eval("(sql \"select 1 / 0\")")).contains("division by zero");
		assertThat(this.client.eval(id)).isEqualTo(first);
	}

	/**
	 * Has a database behind a pool of one connection.
	 */
	@Configuration(proxyBeanMethods = false)
	static class One {

		@Bean
		ConnectionFactory connectionFactory() {
			return pool;
		}

	}

}
