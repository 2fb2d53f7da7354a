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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.access.CallerGuard;
import dev.replboot.access.GuardedAuthentication;
import dev.replboot.audit.AuditType;
import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a transaction when somebody or something ends the session that holds
 * it.
 */
@Timeout(900)
public class RevokedTransactionTests {

	private static final String ROLLED_BACK = "rolled back: nothing of it is committed.";

	private static final Map<SessionDatabase, TestRepl> applications = new EnumMap<>(SessionDatabase.class);

	private static final int ROWS = 1000;

	private static int number;

	@AfterAll
	static void stop() {
		applications.values().forEach(TestRepl::close);
	}

	static Stream<Arguments> cases() {
		return Stream.of(SessionDatabase.values())
			.filter((database) -> database == SessionDatabase.H2 || PostgresServer.isInstalled())
			.flatMap((database) -> Stream.of(SessionEnd.values()).map((end) -> Arguments.of(database, end)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("cases")
	void transactionsOfSessionsThatAreEndedAreRolledBack(SessionDatabase database, SessionEnd end) throws SQLException {
		TestRepl repl = applications.computeIfAbsent(database, RevokedTransactionTests::start);
		HikariDataSource pool = repl.context().getBean(HikariDataSource.class);
		open(repl);
		List<Attempt> attempts = new ArrayList<>();
		try {
			for (SessionProtocol protocol : SessionProtocol.values()) {
				for (SessionUse use : protocol.uses()) {
					attempts.add(Attempt.begin(repl, protocol, use));
				}
			}
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isGreaterThanOrEqualTo(attempts.size());
			end.of(repl, attempts.stream().map(Attempt::name).toList());
			assertThat(attempts)
				.allSatisfy((attempt) -> assertThat(attempt.client().readToEnd()).contains(end.sentence(attempt.name()))
					.contains(ROLLED_BACK));
		}
		finally {
			attempts.forEach((attempt) -> attempt.client().close());
		}
		Awaitility.await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		assertClean(database, pool);
		assertThat(attempts).allSatisfy((attempt) -> assertRecorded(repl, attempt, end));
	}

	private static TestRepl start(SessionDatabase database) {
		String url = (database == SessionDatabase.H2) ? TestDatabase.newH2() : TestDatabase.newPostgres();
		JdbcTemplate template = TestDatabase.create(url);
		template.execute(database.pause);
		for (int row = ROWS; row < ROWS
				+ SessionProtocol.values().length * SessionUse.values().length * SessionEnd.values().length; row++) {
			template.update("insert into purchase values (?, 1, 10.00, 'begun')", row);
		}
		return TestRepl.closedWith(
				new Class<?>[] { Pooled.class, MovableLease.class, ReplJdbcAutoConfiguration.class,
						ReplDataAutoConfiguration.class },
				"test.url=" + url, "repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0", "repl.limits.sessions=100", "repl.limits.time=30m", "repl.limits.transaction=30m",
				"repl.kit.sql.timeout=20m");
	}

	// each test takes a minute of the lease, or closes it
	private static void open(TestRepl repl) {
		if (repl.lifecycle().status().left().compareTo(Duration.ofMinutes(5)) < 0) {
			repl.lifecycle().close(TestPrincipal.ADMIN);
			repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofHours(1), "a test");
		}
		repl.forgetEvents();
	}

	private static GuardedAuthentication guarded(UsernamePasswordAuthenticationToken authentication) {
		return new CallerGuard().guard(authentication, authentication.getAuthorities());
	}

	// all connections, as nobody knows which one it was
	private static void assertClean(SessionDatabase database, HikariDataSource pool) throws SQLException {
		List<Connection> connections = new ArrayList<>();
		try {
			for (int i = pool.getHikariPoolMXBean().getTotalConnections(); i > 0; i--) {
				connections.add(pool.getConnection());
			}
			for (Connection connection : connections) {
				assertThat(connection.getAutoCommit()).isTrue();
				assertThat(connection.isReadOnly()).isFalse();
				assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
				assertThat((Object) connection.getWarnings()).isNull();
				try (Statement statement = connection.createStatement()) {
					statement.setQueryTimeout(60);
					// nothing is changed, and no row is locked
					assertThat(statement.executeUpdate("update purchase set note = 'free' where total = 10.00"))
						.isEqualTo(1 + SessionProtocol.values().length * SessionUse.values().length
								* SessionEnd.values().length);
					try (ResultSet answer = statement.executeQuery(database.clean)) {
						assertThat(answer.next()).isTrue();
						assertThat(answer.getString(1)).isEqualTo("clean");
					}
				}
			}
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private static void assertRecorded(TestRepl repl, Attempt attempt, SessionEnd end) {
		String name = attempt.name();
		String sentence = end.sentence(name);
		if (end != SessionEnd.CLOSE) {
			// the sessions are over before it is in the audit log that they are
			Awaitility.await()
				.untilAsserted(() -> assertThat(repl.events(AuditType.REPL_REVOKED))
					.map((event) -> event.getAuditEvent().getData())
					.filteredOn((data) -> name.equals(data.get("of")))
					.singleElement()
					.satisfies((data) -> assertThat(data).containsEntry("ofSources", List.of("users"))
						.containsEntry("sessions", 1)
						.containsEntry("tokens", 1)));
		}
		AuditEvent event;
		if (attempt.use().isTrial) {
			event = only(repl, AuditType.REPL_EVALUATED, name, "stopped");
			assertThat(event.getData().get("stopped")).asString().contains(sentence);
			assertThat(event.getData()).containsEntry("transaction",
					"Its transaction is rolled back: nothing of it is committed.");
			assertThat(repl.events(AuditType.REPL_DATA_FIXED)).isEmpty();
		}
		else {
			event = only(repl, AuditType.REPL_TRANSACTION, name, "reason");
			assertThat(event.getData()).containsEntry("action", "rollback").doesNotContainKey("failure");
			assertThat(event.getData().get("reason")).asString().contains(sentence);
		}
		assertThat(event.getData()).containsEntry("source", "users").containsKeys("session", "protocol", "lease");
		if (end == SessionEnd.CLOSE) {
			AuditEvent closed = repl.events(AuditType.REPL_CLOSED).get(0).getAuditEvent();
			assertThat(closed.getPrincipal()).isEqualTo("root");
			assertThat(closed.getData()).containsEntry("source", "users").containsEntry("protocol", "http");
			assertThat((Long) closed.getData().get("sequence")).isGreaterThan((Long) event.getData().get("sequence"));
		}
	}

	private static AuditEvent only(TestRepl repl, AuditType type, String name, String key) {
		return Awaitility.await()
			.until(() -> repl.events(type)
				.stream()
				.map((event) -> event.getAuditEvent())
				.filter((event) -> event.getPrincipal().equals(name) && event.getData().containsKey(key))
				.toList(), (events) -> events.size() == 1)
			.get(0);
	}

	/**
	 * Wait inside of H2.
	 * @param seconds how long
	 * @return nothing of importance
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static int pause(int seconds) throws InterruptedException {
		Thread.sleep(Duration.ofSeconds(seconds).toMillis());
		return 1;
	}

	/**
	 * A session that holds a transaction.
	 *
	 * @param name whose it is
	 * @param use what it does
	 * @param client its client
	 */
	private record Attempt(String name, SessionUse use, ReplClient client) {

		static Attempt begin(TestRepl repl, SessionProtocol protocol, SessionUse use) {
			int id = number++;
			String name = "u" + id;
			String row = String.valueOf(ROWS
					+ id % (SessionProtocol.values().length * SessionUse.values().length * SessionEnd.values().length));
			UserDetails user = repl.context().getBean(Directory.class).put(name, "ROLE_REPL_USER");
			String token = repl.lifecycle()
				.open(guarded(UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()))
					.replPrincipal(), null, null)
				.token();
			ReplClient client = ReplClient.connect(repl.address(protocol.name().toLowerCase(Locale.ROOT)).port());
			protocol.login(client, token);
			for (String form : use.before) {
				protocol.eval(client, form.replace("ROW", row));
			}
			if (use.running != null) {
				protocol.send(client, use.running.replace("ROW", row));
				client.readUntil("busy");
			}
			return new Attempt(name, use, client);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Pooled {

		@Bean
		HikariDataSource dataSource(Environment environment) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(environment.getRequiredProperty("test.url"));
			// each dry run needs two
			pool.setMaximumPoolSize(60);
			return pool;
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate jdbc(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		Directory directory() {
			return new Directory();
		}

	}

}
