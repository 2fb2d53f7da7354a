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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.audit.AuditType;
import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for dry runs and corrections on MariaDB.
 */
@Timeout(900)
class MariaDbTrialTests extends MariaDbApplication {

	@Test
	void engineThatKeepsItsRowsElsewhereIsRefused() {
		try {
			this.database.execute("install soname 'ha_federatedx'");
		}
		catch (DataAccessException ex) {
			// it is there, or the server has none
		}
		assumeTrue(this.database.queryForObject(
				"select count(*) from information_schema.engines where engine = 'FEDERATED'", Integer.class) == 1,
				"MariaDB has no engine FEDERATED");
		int port = Integer.parseInt(this.database.queryForObject("select @@port", String.class));
		this.database
			.execute("create table far (line varchar(40)) engine = federated connection = 'mysql://root@127.0.0.1:"
					+ port + "/" + schema() + "/log'");
		for (String form : List.of("(dry-run (sql \"insert into far values ('x')\"))",
				"(fix! {:expect 1} (sql \"delete from far\"))")) {
			assertThat(eval(form)).contains("whose engine is FEDERATED. Only InnoDB is known to roll back all")
				.doesNotContain("Rolled back.", "Committed as");
		}
		assertThat(eval("(dry-run (count (sql \"select * from far\")))")).contains("The body returned 2",
				"Rolled back.");
		eval("(begin!)");
		assertThat(eval("(sql \"insert into far values ('x')\")")).contains("whose engine is FEDERATED");
		eval("(rollback!)");
		this.database.execute("drop table far");
		assertUnchanged();
	}

	@Test
	void rowThatTakesTooMuchMemoryIsRefused() {
		this.database.execute("create table big (id int primary key, b longblob, t mediumtext)");
		this.database.execute("insert into big values (1, repeat('b', 4000000), repeat('t', 4000000)), (2, 'b', 't')");
		String url = ((DriverManagerDataSource) this.database.getDataSource()).getUrl();
		try (TestRepl limited = TestRepl.with(
				new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url, "repl.limits.allocation=64MB"); ReplClient user = limited.login()) {
			// both rows are read, so the other one takes the memory as well
			for (String trial : List.of("(dry-run ", "(fix! {:expect 1} ")) {
				assertThat(user.eval(trial + "(sql \"update big set t = 'x' where id = 2\"))"))
					.contains("A row of big can't be compared", "repl.limits.allocation", "Nothing was committed")
					.doesNotContain("No rows were changed", "updated");
			}
		}
		assertThat(eval("(dry-run (sql \"update big set t = 'x'\"))")).contains("big: 2 updated", "Rolled back.");
		this.database.execute("drop table big");
		assertUnchanged();
	}

	@Test
	void trialsOfMySqlAreRefusedBeforeTheBodyRuns() {
		for (String form : List.of("(dry-run {:db \"mysql\"} (println \"it\" \"ran\"))",
				"(fix! {:db \"mysql\" :expect 1} (println \"it\" \"ran\"))")) {
			assertThat(eval(form))
				.contains("dry-run and fix! work on PostgreSQL, H2 and MariaDB, and this is MySQL", "Nothing was run.")
				.doesNotContain("it ran", "Rolled back.");
		}
		assertThat(eval("(count (sql {:db \"mysql\"} \"select * from old\"))")).isEqualTo("1");
		assertThat(eval("(sql {:db \"mysql\"} \"delete from old\")")).contains("READ ONLY");
		assertThat(eval("(sql {:db \"mysql\"} \"call ending()\")")).contains("contains commit");
		eval("(begin! {:db \"mysql\"})");
		assertThat(eval("(sql \"delete from old\")")).contains("whose engine is MyISAM");
		assertThat(eval("(sql \"update purchase set total = 7\")")).contains(":changed 3");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		String update = "(.update (org.springframework.jdbc.core.JdbcTemplate. (bean 'mysql)) \"%s\")";
		assertThat(eval("(dry-run {:db \"embedded\"} " + update.formatted("update purchase set total = 7") + ")"))
			.contains("The body used a database of another kind (MySQL)", "Rolled back.");
		assertThat(eval("(dry-run {:db \"embedded\"} " + update.formatted("delete from old") + ")"))
			.contains("whose engine is MyISAM")
			.doesNotContain("Rolled back.");
		assertUnchanged();
	}

	@Test
	void sequenceThatGoesOnIsNoRow() {
		this.database.execute("create sequence numbers nocache");
		assertThat(eval("(dry-run (sql \"select nextval(numbers) as n\"))")).contains("No rows were changed",
				"Rolled back.");
		assertThat(eval("(fix! {:expect 1} (sql \"select next value for numbers as n\")"
				+ " (sql \"update purchase set total = total + 1 where id = 1\"))"))
			.contains("purchase: 1 updated", "Committed as");
		this.database.execute("drop sequence numbers");
	}

	@Test
	void databaseOfAnotherKindIsReadAndWhatIsWrittenThereIsHeldBack() {
		String embedded = "(.%s (org.springframework.jdbc.core.JdbcTemplate. (bean 'embedded)) \"%s\")";
		String body = "(sql \"update purchase set total = 9 where id = 1\") ";
		assertThat(eval("(dry-run " + body + embedded.formatted("queryForList", "select * from log") + ")"))
			.contains("purchase: 1 updated", "Rolled back.");
		assertThat(eval("(fix! {:expect 1} " + body + embedded.formatted("update", "delete from log") + ")"))
			.contains("purchase: 1 updated",
					"The body changed data in another database. It was rolled back there as well")
			.doesNotContain("temporary table");
		String mariaDb = "(.%s (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) \"%s\")";
		assertThat(eval("(dry-run {:db \"embedded\"} " + mariaDb.formatted("queryForList", "select * from log") + ")"))
			.contains("No rows were changed", "Rolled back.");
		assertThat(eval("(dry-run {:db \"embedded\"} " + mariaDb.formatted("update", "delete from log") + ")"))
			.contains("can't be counted in MariaDB", "Rolled back.");
		assertUnchanged();
		assertThat(eval("(count (sql {:db \"embedded\"} \"select * from log\"))")).isEqualTo("2");
	}

	// at a conflict the server rolls back by itself, which is nobody's statement
	@Test
	void conflictIsNamedAndNothingElse() {
		String body = "(sql \"select * from log\") (.update (bean 'elsewhere) \"update purchase set note = 'x' where id = 2\")"
				+ " (sql \"update purchase set total = 9 where id in (1, 2)\")";
		for (String trial : List.of("(dry-run %s)", "(fix! {:expect 2} %s)",
				"(dry-run (try %s (catch Exception e 1)))")) {
			assertThat(eval(trial.formatted(body))).contains("Somebody else changed a row", "Nothing was committed")
				.doesNotContain("ended the transaction itself");
		}
		assertThat(this.repl.events(AuditType.REPL_EVALUATED)).last()
			.extracting((event) -> event.getAuditEvent().getData().get("transaction"))
			.isEqualTo("Its transaction is rolled back: nothing of it is committed.");
		assertUnchanged();
	}

	@Test
	void dryRunShowsWhatChangedAndRollsBack() {
		String report = eval("(dry-run (.reprice (bean 'shop) 1 99.5) (sql \"insert into log values ('three')\") "
				+ "(sql \"delete from purchase where id = ?\" 3))");
		assertThat(report).contains("log: 1 inserted", "  + line three")
			.contains("purchase: 1 updated, 1 deleted", "  ~ id 1: total 10.00 → 99.50", "  - id 3, customer 2")
			.contains("Rolled back.", "Not seen: mails");
		assertThat(eval("(dry-run (sql \"call harmless()\"))")).contains("~ id 1: total 10.00 → 1.00");
		assertThat(eval("(dry-run (sql \"select * from log\"))")).contains("No rows were changed.");
		assertThat(eval("(:changes (dry-run (sql \"delete from times\")))")).contains("838:59:59.000",
				"18446744073709551615", ":b 5", "0000-00-00", "2024-11-03T");
		assertThat(eval(
				"(-> (dry-run (sql \"update purchase set total = 1 where id = 2\")) :changes first (dissoc :before :after))"))
			.isEqualTo("{:table \"purchase\", :kind :updated, :key {:id 2}}");
		assertUnchanged();
	}

	@Test
	void fixCommitsWhatWasExpectedAndNothingElse() {
		assertThat(eval("(fix! {:expect 2} (.reprice (bean 'shop) 3 5.0))"))
			.contains("Nothing was committed. It changed 1 row, but 2 were expected");
		assertThat(eval("(fix! {:expect {:log 1}} (.reprice (bean 'shop) 3 5.0))"))
			.contains("It changed 1 row of purchase, which wasn't expected");
		assertUnchanged();
		String report = eval(
				"(def fixed (fix! {:expect {:purchase 1} :reason \"INC-1\"} (.reprice (bean 'shop) 3 5.0)))");
		assertThat(report).isEqualTo("#'user/fixed");
		assertThat(eval("fixed")).contains("~ id 3: total 0.00 → 5.00", "Committed as fix-", "reverts it,");
		assertThat(this.database.queryForList("select * from purchase where id = 3 and total = 5")).hasSize(1);
		AuditEvent event = this.repl.events(AuditType.REPL_DATA_FIXED).get(0).getAuditEvent();
		assertThat(String.valueOf(event.getData().get("rows"))).contains("before={id=3").contains("total=0.00");
		assertThat(eval("(undo-plan (:id fixed))")).contains("begin not atomic", "commit;");
		assertThat(eval("(undo! {:reason \"INC-1\"} (:id fixed))")).contains("~ id 3: total 5.00 → 0.00",
				"Committed as fix-");
		assertUnchanged();
		assertThat(eval("(sql \"select @@session.innodb_snapshot_isolation as i\")")).contains(" 0");
	}

	@Test
	void statementsThatCommitOrCannotBeRolledBackAreRefusedInABody() {
		for (String sql : List.of("create table other (x int)", "alter table log add x int", "drop table log",
				"truncate table log", "rename table log to logged", "create index i on log (line)", "analyze table log",
				"optimize table log", "flush tables", "lock tables log write", "unlock tables", "set autocommit = 1",
				"set @x = 1, autocommit = 1", "set @@session.autocommit = on", "commit", "start transaction",
				"xa start 'x'", "begin not atomic update purchase set total = 0; commit; end",
				"grant select on log to root@localhost", "prepare s from 'drop table log'",
				"execute immediate 'drop table log'", "call ending()", "call defining()", "call hiding()",
				"update old set v = 'x'", "insert into kept values (1)", "insert into traced values (1)",
				"/*M! drop table log */", "delete purchase, old from purchase join old",
				"set statement max_statement_time = 9 for commit", "delete history from purchase",
				"set statement max_statement_time = 9 for drop table log",
				"set statement max_statement_time = 9 for update old set v = 'x'")) {
			String call = "(sql \"" + sql + "\")";
			for (String form : List.of("(dry-run (.reprice (bean 'shop) 1 99.5) " + call + ")",
					"(fix! {:expect 1} (.reprice (bean 'shop) 1 99.5) (try " + call
							+ " (catch Exception e (throw e))))")) {
				assertThat(eval(form)).as(sql).contains("The statement was refused");
			}
			assertUnchanged();
			eval(call);
			assertUnchanged();
		}
		eval("(begin!)");
		for (String sql : List.of("create table other (x int)", "set @x = 1, autocommit = 1", "update old set v = 'x'",
				"call ending()", "execute immediate 'drop table log'", "insert into traced values (1)")) {
			assertThat(eval("(sql \"" + sql + "\")")).as(sql).contains("The statement was refused");
		}
		assertThat(eval("(sql \"analyze update purchase set total = 5 where id = 1\")")).contains("purchase");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertUnchanged();
	}

	@Test
	void whatTheBodyDoesOnTheDriversOwnConnectionIsNamed() {
		eval("(defn own [] (.unwrap (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))"
				+ " org.mariadb.jdbc.Connection))");
		eval("(defn update-by [c sql] (.executeUpdate (.createStatement c) sql))");
		assertThat(eval("(dry-run (update-by (own) \"update purchase set total = 5 where id = 1\"))"))
			.contains("Which rows were changed isn't known.", "The body took the driver's own connection (unwrap)")
			.doesNotContain("No rows were changed");
		for (String body : new String[] { "(.commit (own))", "(update-by (own) \"analyze table log\")",
				"(.setAutoCommit (own) true)" }) {
			assertThat(eval("(dry-run " + body + ")")).as(body)
				.contains("The body ended the transaction itself")
				.doesNotContain("Rolled back.");
		}
		assertUnchanged();
	}

	@Test
	void transactionOfItsOwnIsRolledBackAndNotCounted() {
		assertThat(eval("(dry-run (.note (bean 'shop) \"three\") (.reprice (bean 'shop) 1 99.5))"))
			.contains("REQUIRES_NEW", "purchase: 1 updated", "can't be counted in MariaDB", "Rolled back.");
		assertThat(eval("(fix! {:expect 1} (.note (bean 'shop) \"three\") (.reprice (bean 'shop) 1 5.0))"))
			.contains("Nothing was committed");
		assertUnchanged();
	}

	@Test
	void reportSaysThatForeignKeysWereOffAndNamesTheSettings() {
		for (String trial : List.of("(dry-run ", "(fix! {:expect 1} ")) {
			assertThat(eval("(:notes " + trial + "(sql \"set foreign_key_checks = 0\")"
					+ " (sql \"insert into purchase values (9, 77, 1, null)\")))"))
				.contains("Constraints or triggers were switched off (foreign_key_checks).",
						"What set changed for the connection is reverted: foreign_key_checks.");
		}
		this.database.execute("delete from purchase where id = 9");
	}

	@Test
	void columnWithoutADefaultHasNone() {
		assertThat(eval("(:default (last (columns 'purchase)))")).isEqualTo("nil");
	}

}
