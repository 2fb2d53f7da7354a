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
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.audit.AuditType;
import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.Shop;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for trials beside others: who holds a lock, changes the same row, or has the
 * pool's only connection; and for what a body does to a table as a whole.
 */
@Timeout(900)
class PostgresTrialTests {

	private static String url;

	private static JdbcTemplate database;

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		url = TestDatabase.newPostgres();
		database = TestDatabase.create(url);
		database.execute(
				"create materialized view summary as select customer, sum(total) as total from purchase group by 1;"
						+ " create unique index on summary (customer); create index names on customer (name)");
		repl = TestRepl.with(
				new Class<?>[] { Pools.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url);
		client = repl.login();
		client.eval("(import 'org.springframework.transaction.support.TransactionSynchronizationManager"
				+ " 'org.springframework.transaction.support.TransactionSynchronization"
				+ " 'org.springframework.transaction.support.TransactionTemplate"
				+ " 'org.springframework.transaction.support.TransactionCallback)");
		client.eval("(def elsewhere (bean 'elsewhere))");
		client.eval("(defn in-its-own [f] (.execute (doto (TransactionTemplate. (bean 'transactionManager))"
				+ " (.setPropagationBehavior 3)) (reify TransactionCallback (doInTransaction [_ _] (f)))))");
		client.eval("(defn before-commit [f] (TransactionSynchronizationManager/registerSynchronization"
				+ " (reify TransactionSynchronization (beforeCommit [_ _] (f)))))");
	}

	@AfterAll
	static void close() {
		if (client != null) {
			client.close();
			repl.close();
		}
	}

	// nobody is left behind, and whoever comes next finds the pool as it was
	@AfterEach
	void assertNothingIsLeft() {
		// the server ends a connection that was closed in its own time, and looks after
		// its
		// tables when it likes
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(
							database.queryForObject(
									"select count(*) from pg_stat_activity where datname = current_database()"
											+ " and backend_type = 'client backend'"
											+ " and (xact_start is not null and pid <> pg_backend_pid())",
									Integer.class))
						.isZero());
		for (String name : new String[] { "dataSource", "small" }) {
			HikariPoolMXBean pool = repl.context().getBean(name, HikariDataSource.class).getHikariPoolMXBean();
			Awaitility.await()
				.untilAsserted(() -> assertThat((pool != null) ? pool.getActiveConnections() : 0).isZero());
		}
		database.execute("delete from log; insert into log values ('one'), ('two');"
				+ " update purchase set total = case id when 3 then 0 else id * 10 end, note = case id when 2 then 'gift' end");
	}

	private static String eval(String form) {
		return client.eval(form);
	}

	private static List<Map<String, Object>> rows(String sql) {
		return database.queryForList(sql);
	}

	private static void assertUnchanged() {
		assertThat(database.queryForObject("select sum(total) from purchase", String.class)).isEqualTo("30.00");
		assertThat(rows("select * from purchase")).hasSize(3);
		assertThat(rows("select * from log")).hasSize(2);
		assertThat(rows("select * from summary")).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run {:db 'small} ", "(fix! {:db 'small :expect 1} " })
	void poolOfOneIsRefusedBeforeTheBodyRuns(String trial) {
		assertThat(eval(trial + "(println \"it\" \"ran\") (sql {:db 'small} \"update purchase set total = 0\"))"))
			.contains("A trial needs two connections")
			.contains("the pool has one (maximumPoolSize)")
			.contains("Nothing was run")
			.doesNotContain("it ran");
		assertThat(eval("(count (sql {:db 'small} \"select * from log\"))")).isEqualTo("2");
		assertUnchanged();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void rowThatSomebodyElseChangesMeanwhileIsASentence(String trial) {
		for (String change : new String[] { "(.update elsewhere \"update purchase set note = 'theirs' where id = 1\")",
				"(.update elsewhere \"delete from purchase where id = 1\")" }) {
			for (String mine : new String[] { "(sql \"update purchase set total = 5 where id = 1\")",
					"(.reprice (bean 'shop) 1 5.0)", "(sql \"select * from purchase for update\")",
					"(.execute (TransactionTemplate. (bean 'transactionManager)) (reify TransactionCallback"
							+ " (doInTransaction [_ _] (sql \"delete from purchase where id = 1\"))))" }) {
				assertThat(eval(trial + change + mine + ")"))
					.contains("Somebody else changed a row that the body changes, after the body had begun")
					.contains("Nothing was committed. Try it again");
				database
					.execute("insert into purchase values (1, 1, 10, null) on conflict (id) do update set note = null");
			}
		}
		assertThat(eval(trial + "(sql \"update purchase set total = 5 where id = 1\"))")).contains("1 updated");
	}

	@Test
	void conflictThatTheBodyCatchesCommitsNothing() {
		assertThat(eval("(fix! {:expect 1} (sql \"insert into log values ('three')\")"
				+ " (.update elsewhere \"update purchase set total = 3 where id = 1\")"
				+ " (try (sql \"update purchase set total = 5 where id = 1\") (catch Exception e nil)))"))
			.contains("Execution error")
			.contains("it is rolled back");
		assertThat(rows("select * from log")).hasSize(2);
	}

	@Test
	void whatNamesNoDatabaseIsThatOfTheTrialAroundIt() {
		String here = "(:name (first (sql \"select current_setting('application_name') as name\")))";
		assertThat(eval(here)).isNotEqualTo("\"other\"");
		assertThat(eval("(:value (dry-run {:db 'other} (sql \"update log set line = 'here' where line = 'one'\") ["
				+ here + " @(future " + here + ") (:type (first (sample 'log))) (map :line (sample 'log 9))"
				+ " (count (explain \"select 1\")) (count (sql {:db 'dataSource} \"select * from log where line = 'one'\"))"
				+ " (not= \"other\" (:name (first (sql {:db :dataSource} \"select current_setting('application_name') as name\"))))]))"))
			.contains("[\"other\" \"other\"", "\"here\"", "1 1 true]");
		assertThat(eval("(fix! {:db 'other, :expect 1} (sql \"update log set line = 'there' where line = 'one'\"))"))
			.contains("log: 1 updated", "Committed as");
		assertThat(eval("(undo! *1)")).contains("log: 1 updated", "Committed as");
		assertThat(eval(here)).isNotEqualTo("\"other\"");
		eval("(begin! {:db 'other})");
		assertThat(eval("[" + here + " @(future " + here + ") (sql \"update log set line = 'x'\")]"))
			.isEqualTo("[\"other\" \"other\" {:changed 2}]");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertThat(eval(here)).isNotEqualTo("\"other\"");
		assertUnchanged();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void endOfTheTransactionInTheBodyIsRefused(String trial) {
		for (String commit : new String[] {
				"(.commit (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))",
				"(.setAutoCommit (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)) true)",
				"(.rollback (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))",
				"(.execute (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) ^String (identity \"commit\"))" }) {
			assertThat(eval(trial + "(.reprice (bean 'shop) 1 99.5) " + commit + ")")).as(commit)
				.contains("Execution error")
				.contains("refused");
			assertUnchanged();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void transactionThatTheBodyEndsPastItsConnectionIsNeverCalledRolledBack(String trial) {
		eval("(defn own [] (.unwrap (org.springframework.jdbc.datasource.DataSourceUtils/getConnection"
				+ " (bean 'dataSource)) org.postgresql.jdbc.PgConnection))");
		String reprice = "(sql \"update purchase set total = 77 where id = 1\") ";
		for (String body : new String[] { reprice + "(.commit (own))",
				reprice + "(.commit (own)) (sql \"update purchase set note = 'after' where id = 2\")",
				"(.execSQLUpdate (own) \"update purchase set total = 77 where id = 1\") (.commit (own))",
				reprice + "(.execSQLUpdate (own) \"commit\") (throw (RuntimeException. \"of the body\"))" }) {
			assertThat(eval(trial + body + ")")).as(body)
				.contains("The body ended the transaction itself")
				.contains("Execution error")
				.doesNotContain("Rolled back.", "Nothing was committed", "Committed as", "No rows were changed");
			assertThat(rows("select * from purchase where total = 77")).as(body).hasSize(1);
			assertThat(rows("select * from purchase where note = 'after'")).as(body).isEmpty();
			database.execute("update purchase set total = 10 where id = 1");
		}
	}

	@Test
	void whatASessionKeepsIsGivenBack() {
		eval("(defn own [] (.unwrap (org.springframework.jdbc.datasource.DataSourceUtils/getConnection"
				+ " (bean 'dataSource)) org.postgresql.jdbc.PgConnection))");
		String kept = "(sql \"select pg_advisory_lock(42), pg_advisory_lock(42), pg_advisory_lock_shared(-43), pg_advisory_lock(-1, 7)\")"
				+ " (sql \"listen channel; prepare prepared as select 1; create temp table kept (x serial)\")"
				+ " (sql \"declare held cursor with hold for select 1\")"
				+ " (sql \"select set_config(?, ?, false)\" \"app.tenant\" \"x\")"
				+ " (sql \"select set_config('app.other', ?, false)\" \"x\")";
		assertThat(eval("(dry-run " + kept + " nil)")).contains(
				"which is given back: advisory lock -1, 7, advisory lock -43, advisory lock 42, prepared statement prepared");
		assertNothingIsKept();
		assertThat(eval("(fix! {:expect 0} " + kept + " nil)")).contains("Committed as", "advisory lock 42",
				"cursor held", "listen channel", "temporary table kept");
		assertNothingIsKept();
		eval("(begin!)");
		eval("(do " + kept + " nil)");
		assertThat(eval("(commit!)")).contains(":committed", "app.other, app.tenant", "advisory lock 42");
		assertNothingIsKept();
		eval("(begin!)");
		eval("(sql \"select pg_advisory_lock(44)\")");
		assertThat(eval("(rollback!)")).contains(":rolled-back", "advisory lock 44");
		assertThat(eval("(dry-run (with-open [c (.getConnection (bean 'dataSource)) s (.createStatement c)]"
				+ " (.execute s \"select pg_advisory_lock(45)\")) (.copyIn (.getCopyAPI (own)) \"copy log from stdin\""
				+ " (java.io.StringReader. \"three\\n\")))"))
			.contains("log: 1 inserted");
		assertNothingIsKept();
	}

	private static void assertNothingIsKept() {
		// also when the server has yet to notice that a connection was closed
		Awaitility.await().untilAsserted(() -> {
			assertThat(rows("select * from pg_locks where locktype = 'advisory'")).isEmpty();
			assertThat(rows("select * from pg_class where relname = 'kept'")).isEmpty();
		});
		assertThat(
				eval("(vec (for [_ (range 2)] (with-open [c (.getConnection (bean 'dataSource)) s (.createStatement c)"
						+ " r (.executeQuery s \"select concat((select count(*) from pg_listening_channels()),"
						+ " (select count(*) from pg_prepared_statements where from_sql), (select count(*) from pg_cursors where is_holdable),"
						+ " current_setting('app.tenant', true), current_setting('app.other', true))\")] (.next r) (.getString r 1))))"))
			.isEqualTo("[\"000\" \"000\"]");
	}

	@Test
	void listenerThatChangesRowsBeforeTheCommitIsNotCommitted() {
		for (String change : new String[] { "(.reprice (bean 'shop) 2 1.0)", "(sql \"delete from log\")",
				"(sql \"truncate log\")",
				"(sql \"insert into purchase select id + 10, customer, 0 from purchase\")" }) {
			assertThat(eval("(fix! {:expect 1} (.reprice (bean 'shop) 1 99.5) (before-commit (fn [] " + change + ")))"))
				.as(change)
				.contains("Nothing was committed: a listener that runs before the commit (BEFORE_COMMIT) changed rows");
			assertUnchanged();
		}
		assertThat(eval("(fix! {:expect 1} (.reprice (bean 'shop) 1 11.0) (before-commit (fn [] (sql \"select 1\"))))"))
			.contains("Committed as");
		assertThat(repl.events(AuditType.REPL_DATA_FIXED)).isNotEmpty();
	}

	@Test
	void listenerThatTheRollbackCallsCommitsNothing() {
		eval("(defn at-end [f] (TransactionSynchronizationManager/registerSynchronization"
				+ " (reify TransactionSynchronization (afterCompletion [_ status] (f)))))");
		String late = "(at-end (fn [] (.update (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource))"
				+ " \"insert into log values ('late')\")))";
		String own = "(at-end (fn [] (in-its-own (fn [] (.update (org.springframework.jdbc.core.JdbcTemplate."
				+ " (bean 'dataSource)) \"insert into log values ('late')\")))))";
		for (String listener : new String[] { late, own }) {
			assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5) " + listener + ")")).contains("Rolled back.")
				.contains("A listener that is called after the rollback");
			assertThat(eval("(fix! {:expect 7} (.reprice (bean 'shop) 1 99.5) " + listener + ")"))
				.contains("Nothing was committed");
			assertThat(eval("(dry-run " + listener + " (throw (RuntimeException. \"of the body\")))"))
				.contains("of the body");
			assertUnchanged();
		}
		// a commit is real, and so is what it calls
		assertThat(eval("(fix! {:expect 1} (.reprice (bean 'shop) 1 10.5) " + late + ")")).contains("Committed as")
			.doesNotContain("A listener that is called");
		assertThat(rows("select * from log where line = 'late'")).hasSize(1);
	}

	@Test
	void transactionOfItsOwnSeesTheSnapshotOfTheTrial() {
		String count = "(:n (first (sql \"select count(*) as n from log\")))";
		assertThat(eval("(:value (dry-run (.update elsewhere \"insert into log values ('theirs')\") [" + count
				+ " (in-its-own (fn [] " + count + ")) (with-open [c (.getConnection (bean 'dataSource))"
				+ " s (.createStatement c) r (.executeQuery s \"select count(*) from log\")] (.next r) (.getInt r 1))]))"))
			.isEqualTo("[2 2 2]");
		assertThat(eval("(dry-run (.update elsewhere \"insert into log values ('theirs')\")"
				+ " (in-its-own (fn [] (sql \"insert into log values ('mine')\"))) (.reprice (bean 'shop) 1 99.5))"))
			.contains("log: 1 inserted", "+ line mine", "purchase: 1 updated")
			.doesNotContain("theirs");
		assertThat(eval("(fix! {:expect 1} (.update elsewhere \"update purchase set total = 1 where id = 1\")"
				+ " (in-its-own (fn [] (.reprice (bean 'shop) 1 99.5))))"))
			.contains("Somebody else changed a row");
		assertThat(rows("select * from log where line = 'mine'")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					refresh materialized view summary              | The materialized view summary was refreshed
					refresh materialized view concurrently summary | The materialized view summary was refreshed
					truncate log                                   | The table log was emptied (truncate)
					truncate customer cascade                      | The table customer was emptied (truncate)
					alter table purchase add extra int default 1   | The table purchase was emptied (truncate), altered
					alter table purchase alter note type char(9)   | The table purchase was emptied (truncate), altered
					alter table log rename to renamed              | altered
					drop table log                                 | The table log was dropped
					drop materialized view summary                 | summary
					reindex table customer                         | The table customer was emptied (truncate), altered
					reindex index names                            | The table customer was emptied (truncate), altered
					drop index names                               | The table customer was emptied (truncate), altered
					lock table purchase                            | The table purchase was emptied (truncate), altered or locked
					lock table purchase in access exclusive mode   | The table purchase was emptied (truncate), altered or locked
					create table made as select * from log         | The table made was made in the body
					cluster customer using names                   | The table customer was emptied (truncate), altered""")
	void tableThatIsChangedAsAWholeIsNamedAndNeverCommitted(String sql, String sentence) {
		String body = "(sql \"update purchase set note = 'x', total = 10.5 where id = 1\")"
				+ " (sql \"update customer set name = 'y' where id = 2\") (sql \"" + sql + "\")";
		assertThat(eval("(dry-run " + body + ")")).contains(sentence).contains("Rolled back.");
		assertThat(eval("(fix! {:expect 2} " + body + ")")).contains("Nothing was committed").contains(sentence);
		assertUnchanged();
		assertThat(rows("select * from purchase where note = 'x'")).isEmpty();
	}

	@Test
	void failureOfTheBodyIsShownAlthoughThePoolClosesTheConnection() {
		assertThat(eval("(dry-run (sql \"alter table purchase alter total type int\"))"))
			.contains("cannot alter type of a column used by a view");
		assertUnchanged();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "create index more on purchase (total)", "create unique index more on purchase (id, total)",
					"lock table purchase in share mode", "lock table customer in share row exclusive mode",
					"lock table log in exclusive mode", "analyze purchase", "create sequence numbers" })
	void rowsCountBesideWhatLeavesTheTableReadable(String sql) {
		assertThat(eval("(dry-run (sql \"update purchase set note = 'x' where id = 1\") (sql \"" + sql + "\"))"))
			.contains("purchase: 1 updated")
			.doesNotContain("compared")
			.contains("Rolled back.");
		assertUnchanged();
	}

	@Test
	void rowAndTableThatSomebodyElseHasLockedAreWaitedForNoLongerThanTheStatementMay() throws SQLException {
		try (Connection other = DriverManager.getConnection(url); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			for (String lock : new String[] { "select * from purchase where id = 1 for update",
					"update purchase set note = 'theirs' where id = 1", "lock table purchase" }) {
				statement.execute(lock);
				assertThat(eval("(fix! {:expect 1} (sql {:timeout 1} \"update purchase set total = 5 where id = 1\"))"))
					.as(lock)
					.contains("Execution error")
					.contains("canceling statement");
				// others are in nobody's way
				assertThat(eval("(dry-run (sql \"insert into log values ('three')\"))")).contains("log: 1 inserted");
				other.rollback();
			}
			// which somebody else reads
			statement.execute("select * from purchase for share");
			assertThat(eval("(dry-run (sql \"insert into purchase values (4, 1, 4)\"))"))
				.contains("purchase: 1 inserted");
			other.rollback();
		}
		assertUnchanged();
	}

	@Test
	void waitForALockCanBeStopped() throws SQLException {
		try (Connection other = DriverManager.getConnection(url); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("update purchase set note = 'theirs' where id = 1");
			client.send("(fix! {:expect 1} (println \"now\") (.reprice (bean 'shop) 1 99.5))\n");
			client.readUntil("now");
			client.ctrlC();
			assertThat(client.readUntil("user=> ")).contains("Evaluation stopped");
			other.rollback();
		}
		assertUnchanged();
	}

	@Test
	void databaseOfAnotherKindIsReadAndWhatIsWrittenThereIsHeldBack() {
		eval("(import 'org.springframework.jdbc.core.JdbcTemplate)");
		String read = "(.queryForList (JdbcTemplate. (bean '%s)) \"select * from log\")";
		String write = "(.update (JdbcTemplate. (bean '%s)) \"update log set line = 'there'\")";
		for (String[] databases : new String[][] { { "dataSource", "embedded" }, { "embedded", "dataSource" } }) {
			String trial = " {:db '" + databases[0]
					+ ", :expect 1} (sql \"update purchase set total = 99.5 where id = 1\") ";
			assertThat(eval("(dry-run" + trial + read.formatted(databases[1]) + ")"))
				.contains("purchase: 1 updated", "Rolled back.")
				.doesNotContain("another database");
			for (String function : new String[] { "(dry-run", "(fix!" }) {
				assertThat(eval(function + trial + write.formatted(databases[1]) + ")")).contains("purchase: 1 updated",
						"The body changed data in another database. It was rolled back there as well", "Rolled back.");
			}
		}
		assertUnchanged();
		assertThat(rows("select * from log where line = 'there'")).isEmpty();
		assertThat(eval("(map :line (sql {:db 'embedded} \"select line from log\"))")).isEqualTo("(\"one\" \"two\")");
		assertThat(eval("(map :id (sql {:db 'embedded} \"select id from purchase where total = 99.5\"))"))
			.isEqualTo("()");
	}

	@Test
	void largeObjectsAreNamedAndNotCommitted() {
		database.execute("select lo_from_bytea(4711, 'before')");
		try {
			for (String change : new String[] { "select lo_put(4711, 0, 'AFTER')", "select lo_unlink(4711)",
					"select lo_create(0)" }) {
				assertThat(eval("(dry-run (sql \"" + change + "\"))")).as(change)
					.contains("Which rows were changed isn't known", "Large objects were changed", "Rolled back.");
				assertThat(eval("(fix! {:expect 1} (.reprice (bean 'shop) 1 99.5) (sql \"" + change + "\"))"))
					.as(change)
					.contains("Nothing was committed", "Large objects were changed");
			}
			assertUnchanged();
			assertThat(database.queryForObject("select convert_from(lo_get(4711), 'utf8')", String.class))
				.isEqualTo("before");
		}
		finally {
			database.execute("select lo_unlink(4711)");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "create function one() returns int language sql as 'select 1'",
			"comment on table log is 'x'", "grant select on log to pg_monitor",
			"alter table purchase disable trigger all", "update pg_class set reltuples = 5 where relname = 'log'",
			"create view lines as select * from log" })
	void definitionsThatLeaveTheRowsReadableAreNoted(String sql) {
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5) (sql \"" + sql + "\"))"))
			.contains("purchase: 1 updated", "Definitions were changed as well", "undo! leaves them", "Rolled back.");
		assertUnchanged();
	}

	@Test
	void temporaryTableIsNoDefinitionThatStays() {
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5) (sql \"create temp table mine (x serial)\"))"))
			.contains("The temporary table mine was made")
			.doesNotContain("Definitions");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void lostConnectionIsASentence(String trial) {
		assertThat(eval(trial + "(.reprice (bean 'shop) 1 99.5) (.update elsewhere \"select pg_terminate_backend(pid)"
				+ " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
				+ " and backend_type = 'client backend' and xact_start is not null\"))"))
			.contains("The trial has lost its connection to the database", "nothing of it is committed",
					"terminating connection due to administrator command");
		assertUnchanged();
	}

	@Test
	void dataSourceThatGivesOneConnectionIsRefusedBeforeTheBodyRuns() {
		for (String name : new String[] { "single", "aware" }) {
			assertThat(eval("(dry-run {:db '" + name + "} (println \"it\" \"ran\"))")).as(name)
				.contains("A trial needs", "Nothing was run")
				.doesNotContain("it ran");
			assertThat(eval("(count (sql {:db '" + name + "} \"select * from log\"))")).as(name).isEqualTo("2");
		}
	}

	@Test
	void beanThatHandsOutTheTrialsOwnConnectionIsPartOfTheTrial() {
		String change = "(.update (org.springframework.jdbc.core.JdbcTemplate. (bean 'aware))"
				+ " \"update purchase set total = 99.5 where id = 1\")";
		assertThat(eval("(dry-run " + change + " (.reprice (bean 'shop) 2 99.5) " + change + ")"))
			.contains("purchase: 2 updated", "Rolled back.")
			.doesNotContain("transaction of its own");
		assertUnchanged();
		assertThat(eval("(fix! {:expect 1} " + change + ")")).contains("Committed as");
		assertThat(rows("select * from purchase where total = 99.5")).hasSize(1);
	}

	@Test
	void futureOfTheApplicationsOwnThreadIsAwaited() {
		assertThat(eval("(dry-run {:later (.later elsewhere (bean 'shop) 1 99.5)})")).contains("purchase: 1 updated",
				"The body used a transaction of its own", "CompletableFuture \"1\"", "Rolled back.");
		assertThat(eval("(fix! {:expect 1} [(.later elsewhere (bean 'shop) 1 99.5)])")).contains("purchase: 1 updated",
				"Nothing was committed. Something of it can't be committed together with the rest");
		assertUnchanged();
	}

	@Test
	void whatAQueryLeavesAtTheSessionDoesNotGoIntoThePool() {
		for (String sql : new String[] { "select pg_advisory_lock(7)", "select pg_try_advisory_lock_shared(7, 8)",
				"prepare left_behind as select 1", "do $$ begin perform pg_advisory_lock(9); end $$" }) {
			assertThat(eval("(sql {:db \"small\"} \"" + sql + "\")")).as(sql).doesNotContain("rror");
			assertThat(eval("(vals (first (sql {:db \"small\"} \"select (select count(*) from pg_locks"
					+ " where locktype = 'advisory' and pid = pg_backend_pid()) a,"
					+ " (select count(*) from pg_prepared_statements where from_sql) b\")))"))
				.as(sql)
				.isEqualTo("(0 0)");
		}
	}

	/**
	 * An application with two pools, one of which has a single connection.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Pools {

		private static HikariDataSource pool(Environment environment, int size) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(environment.getRequiredProperty("test.url"));
			pool.setMaximumPoolSize(size);
			pool.setMinimumIdle(0);
			return pool;
		}

		@Bean
		@Primary
		HikariDataSource dataSource(Environment environment) {
			return pool(environment, 4);
		}

		@Bean
		HikariDataSource small(Environment environment) {
			return pool(environment, 1);
		}

		@Bean
		HikariDataSource other(Environment environment) {
			HikariDataSource other = pool(environment, 4);
			other.addDataSourceProperty("ApplicationName", "other");
			return other;
		}

		@Bean
		HikariDataSource embedded() {
			HikariDataSource embedded = new HikariDataSource();
			embedded.setJdbcUrl(TestDatabase.newH2());
			embedded.setMinimumIdle(0);
			TestDatabase.create(embedded.getJdbcUrl());
			return embedded;
		}

		@Bean
		SingleConnectionDataSource single(Environment environment) {
			return new SingleConnectionDataSource(environment.getRequiredProperty("test.url"), true);
		}

		@Bean
		TransactionAwareDataSourceProxy aware(@Qualifier("dataSource") DataSource dataSource) {
			return new TransactionAwareDataSourceProxy(dataSource);
		}

		@Bean
		@Primary
		PlatformTransactionManager transactionManager(HikariDataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		Shop shop(HikariDataSource dataSource, PlatformTransactionManager transactionManager) {
			return new Shop(new JdbcTemplate(dataSource), transactionManager);
		}

		@Bean
		Elsewhere elsewhere() {
			return new Elsewhere();
		}

	}

	/**
	 * Somebody else.
	 */
	public static class Elsewhere {

		/**
		 * Change data and commit that.
		 * @param sql the statement
		 */
		public void update(String sql) {
			database.execute(sql);
		}

		/**
		 * Change data on another thread.
		 * @param shop the shop
		 * @param id the purchase
		 * @param total its total
		 * @return how many rows were changed
		 */
		public CompletableFuture<Integer> later(Shop shop, int id, double total) {
			return CompletableFuture.supplyAsync(() -> shop.reprice(id, total), (task) -> new Thread(task).start());
		}

	}

}
