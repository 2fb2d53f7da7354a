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

package dev.replboot.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.replboot.testsupport.FreePort;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The record in a database, as the shipped schema makes it, on a real server.
 */
@NullUnmarked
class JdbcRecordTests {

	private final String name = "audit" + UUID.randomUUID().toString().replace("-", "");

	private Server server;

	private String url;

	private JdbcClient owner;

	private Connection keeper;

	@BeforeEach
	void start() throws SQLException, IOException {
		this.server = Server.createTcpServer("-tcpPort", String.valueOf(FreePort.find()), "-ifNotExists").start();
		this.url = "jdbc:h2:tcp://localhost:" + this.server.getPort() + "/mem:" + this.name;
		// what is in memory stays while somebody is connected
		this.keeper = DriverManager.getConnection("jdbc:h2:mem:" + this.name + ";DB_CLOSE_DELAY=-1", "sa", "");
		try (Statement statement = this.keeper.createStatement()) {
			statement.execute(schema());
			statement.execute("create user writer password 'writer'");
			statement.execute("grant insert on repl_audit to writer");
		}
		JdbcDataSource source = new JdbcDataSource();
		source.setURL("jdbc:h2:mem:" + this.name);
		source.setUser("sa");
		this.owner = JdbcClient.create(source);
	}

	@AfterEach
	void stop() throws SQLException {
		this.server.stop();
		try (Connection connection = this.keeper; Statement statement = connection.createStatement()) {
			statement.execute("shutdown");
		}
	}

	@Test
	void itIsWrittenByAUserWhoMayOnlyInsert() {
		try (TestRepl repl = open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
		assertThat(this.owner.sql("select event_type from repl_audit order by id").query(String.class).list())
			.containsSubsequence("REPL_OPENED", "REPL_SESSION_STARTED", "REPL_EVALUATING", "REPL_EVALUATED",
					"REPL_CLOSED");
		assertThat(this.owner.sql("select details from repl_audit where event_type = 'REPL_EVALUATED'")
			.query(String.class)
			.single()).contains("\"form\":\"(+ 1 2)\"", "\"value\":\"3\"");
		assertThatThrownBy(() -> {
			try (Connection connection = DriverManager.getConnection(this.url, "writer", "writer");
					Statement statement = connection.createStatement()) {
				statement.executeUpdate("delete from repl_audit");
			}
		}).hasMessageContaining("Not enough rights");
	}

	@Test
	void aTransactionOfTheUserDoesNotTakeItBack() {
		String before = "(def c (.getConnection (bean \"source\"))) (.setAutoCommit c false)"
				+ " (.executeUpdate (.createStatement c) \"create table t (n int)\")"
				+ " (.executeUpdate (.createStatement c) \"insert into t values (1)\")";
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Databases.class }, "repl.audit.jdbc.data-source=source",
				"repl.audit.required=jdbc", "test.url=jdbc:h2:mem:" + this.name); ReplClient client = repl.login()) {
			client.send(before + "\n(.rollback c) (.close c) :over\n");
			// the outcome is on the audit log before the prompt
			client.readUntil(":over\n");
			client.readUntil("=> ");
		}
		assertThat(this.owner.sql("select count(*) from t").query(Long.class).single()).isZero();
		assertThat(this.owner.sql("select count(*) from repl_audit where event_type = 'REPL_EVALUATED'")
			.query(Long.class)
			.single()).isEqualTo(7);
	}

	@Test
	void aDatabaseThatIsDownRefusesEvaluationsUntilItIsBack() throws SQLException {
		int port = this.server.getPort();
		try (TestRepl repl = open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(def before 1)")).isEqualTo("#'user/before");
			this.server.stop();
			String refused = client.eval("(def meanwhile 1)");
			assertThat(refused).contains("Nothing was evaluated, because it could not be recorded")
				.contains("the sink jdbc is required (repl.audit.required)");
			this.server = Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists").start();
			assertThat(client.eval("(resolve 'meanwhile)")).isEqualTo("nil");
		}
		assertThat(this.owner.sql("select details from repl_audit where event_type = 'REPL_EVALUATING'")
			.query(String.class)
			.list()).noneMatch((details) -> details.contains("meanwhile 1"));
	}

	@Test
	void tableNamesAreChecked() {
		assertThatThrownBy(() -> TestRepl.closed("repl.audit.jdbc.url=" + this.url,
				"repl.audit.jdbc.table=repl_audit; drop table repl_audit"))
			.hasRootCauseMessage("The name of a table must consist of letters, digits and underscores"
					+ " (repl.audit.jdbc.table): repl_audit; drop table repl_audit");
	}

	private TestRepl open() {
		return TestRepl.open("repl.audit.jdbc.url=" + this.url, "repl.audit.jdbc.username=writer",
				"repl.audit.jdbc.password=writer", "repl.audit.required=jdbc");
	}

	private static String schema() throws IOException {
		try (InputStream in = JdbcRecordTests.class.getResourceAsStream("/dev/replboot/audit/schema-h2.sql")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * The application's own data source, which the record uses too.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Databases {

		@Bean
		DataSource source(org.springframework.core.env.Environment environment) {
			return DataSourceBuilder.create()
				.type(JdbcDataSource.class)
				.url(environment.getRequiredProperty("test.url"))
				.username("sa")
				.build();
		}

	}

}
