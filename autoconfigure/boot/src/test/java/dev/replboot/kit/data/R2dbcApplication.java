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
import java.util.UUID;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

/**
 * An application whose databases a test chooses, and a session in its REPL.
 *
 * @param repl its REPL
 * @param client the session
 */
record R2dbcApplication(TestRepl repl, ReplClient client) {

	private static Map<String, ConnectionFactory> factories;

	static R2dbcApplication open(Map<String, ConnectionFactory> databases, Class<?>[] configurations,
			String... properties) {
		factories = databases;
		TestRepl repl = TestRepl.with(configurations, properties);
		return new R2dbcApplication(repl, repl.login());
	}

	static ConnectionFactory newH2() {
		return ConnectionFactories.get("r2dbc:h2:mem:///" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

	static void execute(ConnectionFactory factory, String... statements) {
		Mono.usingWhen(factory.create(),
				(connection) -> Flux.fromArray(statements)
					.concatMap((sql) -> Flux.from(connection.createStatement(sql).execute())
						.concatMap((result) -> result.getRowsUpdated()))
					.then(),
				(connection) -> connection.close())
			.block();
	}

	String eval(String form) {
		return this.client.eval(form);
	}

	String sql(String statement) {
		return eval("(sql \"" + statement + "\")");
	}

	String stopped(String form) {
		this.client.send("(do (println \"now\") " + form + ")\n");
		this.client.readUntil("now");
		this.client.ctrlC();
		return this.client.readUntil("user=> ");
	}

	void close() {
		this.client.close();
		this.repl.close();
	}

	/**
	 * Has a database.
	 */
	@Configuration(proxyBeanMethods = false)
	static class One {

		@Bean
		ConnectionFactory connectionFactory() {
			return factories.get("database");
		}

	}

	/**
	 * Has two databases.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		ConnectionFactory first() {
			return factories.get("first");
		}

		@Bean
		ConnectionFactory second() {
			return factories.get("second");
		}

	}

}
