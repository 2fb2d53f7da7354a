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

import java.time.Duration;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.audit.AuditType;
import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the part for data in applications that have other things than one data
 * source, and for the end of what takes too long.
 */
@Timeout(900)
class DataPartTests {

	private static TestRepl open(Class<?> configuration, String... properties) {
		return TestRepl.with(
				new Class<?>[] { configuration, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				properties);
	}

	@Test
	void withoutDataSourceHelpSaysWhatIsMissing() {
		try (TestRepl repl = open(Nothing.class); ReplClient client = repl.login()) {
			assertThat(client.eval("(help)")).contains("data: the application has no DataSource");
			assertThat(client.eval("(help 'data)")).contains("the application has no DataSource");
			assertThat(client.eval("(sql \"select 1\")"))
				.contains("sql isn't available: the application has no DataSource");
			assertThat(client.eval("(commit!)")).contains("commit! isn't available: the application has no DataSource");
			assertThat(client.eval("(dry-run (println \"it\" \"ran\"))")).contains("dry-run isn't available")
				.doesNotContain("it ran");
			assertThat(client.eval("(map jpql [1])")).contains("jpql isn't available");
			assertThat(client.eval("(show {:a 1})")).contains("(1 row)");
			assertThat(client.eval("(show [(dev.replboot.kit.data.DataPartTests$Place/example)])"))
				.contains(" name | street")
				.contains("{\"name\" \"y\", \"number\" 7}");
			assertThat(client.eval("(show [(dev.replboot.kit.data.DataPartTests$Mute/how \"fails\")"
					+ " (dev.replboot.kit.data.DataPartTests$Mute/how \"null\") (dev.replboot.kit.data.DataPartTests$Mute/how \"loop\")])"))
				.contains("(3 rows)");
			assertThat(client.eval("(wide (show (mapv #(hash-map :a (dev.replboot.kit.data.DataPartTests$Mute/how %)"
					+ " :b [(dev.replboot.kit.data.DataPartTests$Mute/how %)]) [\"fails\" \"null\" \"loop\"])))"))
				.contains("DataPartTests$Mute, whose toString throws java.lang.IllegalStateException",
						"DataPartTests$Mute, whose toString gives null",
						"DataPartTests$Mute, whose toString never ends", "(3 rows)");
			assertThat(client.eval("(count (show (java.util.Optional/empty)))")).isEqualTo("0");
			assertThat(client.eval("(show (.stream [1 2]))")).contains("(2 rows)");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void switchedOffPartSaysWhichPropertySwitchesIt() {
		try (TestRepl repl = open(TestDatabase.class, "test.url=" + TestDatabase.newH2(),
				"repl.kit.data.enabled=false"); ReplClient client = repl.login()) {
			assertThat(client.eval("(sql \"select 1\")")).contains("sql isn't available")
				.contains("repl.kit.data.enabled");
			assertThat(client.eval("(help 'sql)")).contains("repl.kit.data.enabled");
		}
	}

	@Test
	void severalDataSourcesAreChosenByName() {
		String first = TestDatabase.newH2();
		JdbcTemplate database = TestDatabase.create(first);
		try (TestRepl repl = open(TwoDataSources.class, "first.url=" + first, "second.url=" + TestDatabase.newH2());
				ReplClient client = repl.login()) {
			assertThat(client.eval("(sql \"select 1\")")).contains("There are several DataSources and none is primary")
				.contains("first, second");
			assertThat(client.eval("(count (sql {:db 'first} \"select * from customer\"))")).isEqualTo("2");
			assertThat(client.eval("(count (tables {:db 'second}))")).isEqualTo("0");
			assertThat(client.eval("(sql {:db 'third} \"select 1\")")).contains("There is no DataSource named third");
			assertThat(client
				.eval("(fix! {:db 'first :expect 1} (sql {:db 'first} \"delete from log where line = 'one'\"))"))
				.contains("Committed as");
			assertThat(database.queryForList("select * from log")).hasSize(1);
		}
	}

	@Test
	void fixWithoutReasonIsRefused() {
		String url = TestDatabase.newH2();
		JdbcTemplate database = TestDatabase.create(url);
		try (TestRepl repl = TestRepl.closedWith(
				new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url)) {
			repl.lifecycle().open(TestPrincipal.ADMIN, null, null);
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(fix! {:expect 2} (sql \"delete from log\"))")).contains("Add {:reason");
				assertThat(database.queryForList("select * from log")).hasSize(2);
			}
		}
	}

	@Test
	void transactionOfALongTimeIsRolledBackAndSaidSo() {
		String url = TestDatabase.newH2();
		JdbcTemplate database = TestDatabase.create(url);
		try (TestRepl repl = open(TestDatabase.class, "test.url=" + url, "repl.limits.transaction=1s");
				ReplClient client = repl.login()) {
			client.send("(begin!)\n(.reprice (bean 'shop) 1 99.5)\n");
			assertThat(client.readUntil("take smaller steps.")).contains("(repl.limits.transaction)");
			awaitChange(database);
			Awaitility.await().untilAsserted(() -> assertThat(repl.events(AuditType.REPL_TRANSACTION)).hasSize(2));
			// on a busy machine the time is over before the second form is evaluated, and
			// one more prompt is on its way
			client.send(":synchronized\n");
			client.readUntil(":synchronized\nuser=> ");
			assertThat(client.eval("(commit!)")).contains("There is no open transaction");
			assertThat(database.queryForObject("select total from purchase where id = 1", String.class))
				.isEqualTo("11.00");
		}
	}

	@Test
	void transactionThatAFormHoldsIsRolledBackWhenTheFormIsOver() {
		String url = TestDatabase.newH2();
		JdbcTemplate database = TestDatabase.create(url);
		try (TestRepl repl = open(TestDatabase.class, "test.url=" + url, "repl.limits.transaction=1s");
				ReplClient client = repl.login()) {
			client.send("(do (begin!) (.reprice (bean 'shop) 1 99.5) (read-line) (commit!))\n");
			assertThat(client.readUntil("take smaller steps.")).contains("will be rolled back when the form is over");
			client.send("\n");
			assertThat(client.readUntil("user=> ")).contains("(repl.limits.transaction)");
			assertThat(database.queryForObject("select total from purchase where id = 1", String.class))
				.isEqualTo("10.00");
		}
	}

	@Test
	void transactionOfALongTimeThatWasEndedBeforeIsNotCalledRolledBack() {
		String url = TestDatabase.newH2();
		JdbcTemplate database = TestDatabase.create(url);
		try (TestRepl repl = open(TestDatabase.class, "test.url=" + url, "repl.limits.transaction=5s");
				ReplClient client = repl.login()) {
			client.send("(do (begin!) (.reprice (bean 'shop) 1 99.5)"
					+ " (.commit (dev.replboot.eval.jdbc.StatementWatch/unwatched"
					+ " (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))))\n");
			assertThat(client.readUntil("Ask the database what is there.")).contains("Not all of it is rolled back")
				.doesNotContain("and is rolled back");
			assertThat(database.queryForObject("select total from purchase where id = 1", String.class))
				.isEqualTo("99.50");
		}
	}

	@Test
	void leaseThatEndsRollsBackWhatRuns() {
		String url = TestDatabase.newH2();
		JdbcTemplate database = TestDatabase.create(url);
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class,
				ReplDataAutoConfiguration.class, MovableLease.class }, "test.url=" + url)) {
			repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofMinutes(5), "a test");
			try (ReplClient client = repl.login()) {
				client.send("(fix! {:expect 1} (.reprice (bean 'shop) 1 99.5) (println \"now\") (loop [] (recur)))\n");
				client.readUntil("now");
				repl.context().getBean(MovableClock.class).forward(Duration.ofMinutes(6));
				client.readToEnd();
				awaitChange(database);
				assertThat(repl.events(AuditType.REPL_DATA_FIXED)).isEmpty();
				assertThat(database.queryForObject("select total from purchase where id = 1", String.class))
					.isEqualTo("11.00");
			}
		}
	}

	// as long as the row is locked, the database refuses the change after a while
	private static void awaitChange(JdbcTemplate database) {
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> database.update("update purchase set total = 11 where id = 1") == 1);
	}

	/**
	 * As an entity that isn't managed, or a data class of Kotlin.
	 */
	public static final class Place {

		private final String name;

		private final Street street;

		private Place(String name, Street street) {
			this.name = name;
			this.street = street;
		}

		public static Place example() {
			return new Place("x", new Street("y", 7));
		}

	}

	/**
	 * As an embeddable.
	 */
	public static final class Street {

		private final String name;

		private final int number;

		private Street(String name, int number) {
			this.name = name;
			this.number = number;
		}

	}

	/**
	 * Can't say what it is.
	 */
	public static final class Mute {

		private final String how;

		private Mute(String how) {
			this.how = how;
		}

		public static Mute how(String how) {
			return new Mute(how);
		}

		@Override
		public String toString() {
			if (this.how.equals("fails")) {
				throw new IllegalStateException(this.how);
			}
			return this.how.equals("null") ? null : "again " + this;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource first(Environment environment) {
			return new DriverManagerDataSource(environment.getRequiredProperty("first.url"));
		}

		@Bean
		DataSource second(Environment environment) {
			return new DriverManagerDataSource(environment.getRequiredProperty("second.url"));
		}

	}

}
