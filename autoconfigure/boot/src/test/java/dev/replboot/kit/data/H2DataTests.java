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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the kit's functions for data on H2.
 */
class H2DataTests extends DataTests {

	H2DataTests() {
		super(TestedDatabase.H2);
	}

	@Test
	void jsonIsShownAsText() {
		assertThat(eval("(:j (first (sql \"select ? format json as j\" {:a 1})))")).isEqualTo("\"{\\\"a\\\":1}\"");
	}

	@Test
	void listOfValuesOfSeveralTypesIsConvertedOrNamed() {
		for (String list : new String[] { "[1 \"2\"]", "[1 2N 2.5]", "[1 nil 2.0]" }) {
			assertThat(eval(
					"(map :id (sql \"select id from purchase where id in (?) or id = 2 order by id\" " + list + "))"))
				.isEqualTo("(1 2)");
		}
		for (String list : new String[] { "[1 \"x\"]", "[1 :x]", "[\"2024-13-01\" 1]" }) {
			assertThat(eval("(sql \"select id from purchase where id in (?)\" " + list + ")"))
				.contains("A value isn't what the statement needs there: Data conversion error converting");
		}
		assertThat(eval("(sql \"select cast(? as date)\" \"2024-13-01\")"))
			.contains("A value isn't what the statement needs there: Cannot parse \"DATE\" constant \"2024-13-01\".");
		assertThat(eval("(sql \"select id from purchase where id in (?)\" [1 true])")).contains("are not comparable");
	}

	@Test
	void settingsThatArePutBackComeWithoutAdviceThatH2DoesNotTake() {
		eval("(begin!)");
		eval("(sql \"set schema information_schema\")");
		assertThat(eval("(commit!)")).contains("is reverted: schema.").doesNotContain("set local");
	}

	@Test
	void rollbackToASavepointDoesNotEndTheTransaction() {
		String there = "(sql \"savepoint a\") (sql \"delete from log\") (sql \"rollback to savepoint a\")";
		assertThat(eval("(dry-run " + there + ")")).contains("No rows were changed", "Rolled back.")
			.doesNotContain("ended the transaction");
		eval("(begin!)");
		eval("(do " + there + ")");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "set cache_size 1000", "set mode postgresql", "set exclusive 1", "set ignorecase true",
			"set referential_integrity false", "set db_close_delay 5", "set password 'x'", "prepare p as select 1",
			"script nodata", "runscript from 'none.sql'", "shutdown", "declare local temporary table t (x int)",
			"call link_schema('l', '', 'jdbc:h2:mem:other', 'sa', '', 'PUBLIC')", "execute immediate 'commit'",
			"set write_delay 100" })
	void statementThatH2CommitsWithIsRefused(String sql) {
		String change = "(sql \"update purchase set total = 99.5 where id = 1\") (sql \"" + sql + "\")";
		assertThat(eval("(dry-run " + change + ")")).contains("The statement was refused");
		eval("(begin!)");
		assertThat(eval("(do " + change + ")")).contains("The statement was refused");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertThat(eval("(count (sql \"select * from purchase where total = 99.5\"))")).isEqualTo("0");
	}

	@Test
	void settingsOfTheConnectionCommitNothing() {
		assertThat(eval("(dry-run (sql \"update purchase set total = 99.5 where id = 1\") (sql \"set @x = 5\")"
				+ " (sql \"set lock_timeout 60000\") (sql \"set time zone 'UTC'\"))"))
			.contains("purchase: 1 updated", "Rolled back.");
	}

	@Test
	void longTextIsShownWithoutTakingItApart() {
		execute("create table document (id int primary key, body clob)");
		execute("insert into document values (1, repeat('x', 1500000))");
		assertThat(eval("(dry-run (sql \"update document set body = repeat('y', 1500000)\"))"))
			.contains("document: 1 updated", "~ id 1: body xxxxx", " → yyyyy", "Rolled back.");
	}

	@Test
	void transactionThatTheBodyEndsPastItsConnectionIsNeverCalledRolledBack() {
		assertThat(eval("(dry-run (sql \"update purchase set note = note where id = 1\")"
				+ " (.commit (.unwrap (org.springframework.jdbc.datasource.DataSourceUtils/getConnection"
				+ " (bean 'dataSource)) org.h2.jdbc.JdbcConnection)))"))
			.contains("The body ended the transaction itself")
			.doesNotContain("Rolled back.", "No rows were changed");
	}

	@Test
	void whatTheBodyDoesOnTheDriversOwnConnectionIsCountedOrNamed() {
		eval("(defn own [] (.unwrap (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))"
				+ " org.h2.jdbc.JdbcConnection))");
		eval("(defn update-by [c sql] (.executeUpdate (.createStatement c) sql))");
		assertThat(eval("(dry-run (update-by (own) \"update purchase set id = 5 where id = 3\"))"))
			.contains("purchase: 1 updated", "~ id 5", "Rolled back.");
		for (String body : new String[] {
				"(update-by (own) \"update purchase set note = note where id = 1\") (.commit (own))", "(.commit (own))",
				"(.setAutoCommit (own) true)", "(update-by (own) \"create table made (x int)\")" }) {
			assertThat(eval("(dry-run " + body + ")")).as(body)
				.contains("The body ended the transaction itself")
				.doesNotContain("Rolled back.", "No rows were changed");
			eval("(sql \"drop table if exists made\")");
		}
		assertThat(eval("(dry-run (with-open [c (.getConnection (bean 'dataSource))]"
				+ " (.commit (.unwrap c org.h2.jdbc.JdbcConnection))))"))
			.contains("The body took the driver's own connection (unwrap) of another transaction");
		assertThat(eval("(fix! {:expect 1} (update-by (own) \"insert into log values ('three')\"))"))
			.contains("log: 1 inserted", "Committed as");
		assertThat(eval("(tables)")).doesNotContain("pin");
	}

	@Test
	void codeInJavaThatEndsTheTransactionIsNeverCalledRolledBack() {
		execute("create alias committing for 'dev.replboot.kit.data.H2Code.committing'");
		execute("create alias executing for 'dev.replboot.kit.data.H2Code.executing'");
		for (String sql : List.of("call committing('insert into log values (''alias'')')",
				"select executing('create table made (x int)')")) {
			for (String trial : List.of("(dry-run %s)", "(fix! {:expect 1} %s)")) {
				assertThat(eval(trial.formatted("(sql \"" + sql + "\")"))).as(sql)
					.contains("The body ended the transaction itself")
					.doesNotContain("Rolled back.", "No rows were changed", "Committed as");
				execute("drop table if exists made");
			}
			eval("(begin!)");
			eval("(sql \"" + sql + "\")");
			assertThat(eval("(rollback!)")).as(sql).contains("Not all of it is rolled back");
			execute("drop table if exists made");
		}
		assertThat(eval("(sql \"call committing('delete from log')\")"))
			.contains("The statement ended the transaction that it was in");
		assertThat(eval("(sql \"call executing('delete from purchase')\")"))
			.contains("The statement changed data, which was rolled back");
		// beside such code, all is as always
		assertThat(eval("(sql \"select count(*) as n from purchase\")")).contains("3");
		assertThat(eval("(dry-run (sql \"select executing('select 1')\"))")).contains("No rows were changed",
				"Rolled back.");
		assertThat(eval("(fix! {:expect 1} (sql \"call executing('insert into log values (''x'')')\"))"))
			.contains("log: 1 inserted", "Committed as");
		eval("(begin!)");
		eval("(sql \"update purchase set total = 1 where id = 1\")");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
		assertThat(eval("(tables)")).doesNotContain("pin");
	}

	@Test
	void linkedTableIsReadAndNotWritten() {
		String other = TestDatabase.newH2();
		JdbcTemplate there = TestDatabase.create(other);
		execute("create linked table linked (null, '" + other + "', '', '', 'LOG')");
		for (String sql : List.of("insert into linked values ('three')", "delete from \\\"LINKED\\\"",
				"delete from U&\\\"L\\\\0049NKED\\\"", "update public.linked set line = 'x'",
				"merge into linked key (line) values ('x')",
				"select * from final table (insert into linked values ('three'))")) {
			for (String form : List.of("(sql \"%s\")", "(dry-run (sql \"%s\"))", "(fix! {:expect 1} (sql \"%s\"))")) {
				assertThat(eval(form.formatted(sql))).as(form.formatted(sql))
					.containsAnyOf("is a linked table. H2 commits what it changes there", "The statement is no query")
					.doesNotContain("Rolled back.", "Committed as");
			}
			eval("(begin!)");
			assertThat(eval("(sql \"" + sql + "\")")).contains("is a linked table");
			assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		}
		assertThat(there.queryForList("select line from log", String.class)).containsExactlyInAnyOrder("one", "two");
		assertThat(eval("(count (sql \"select * from linked\"))")).isEqualTo("2");
		assertThat(
				eval("(dry-run (sql \"delete from log where line = 'one'\") (count (sql \"select * from linked\")))"))
			.contains("log: 1 deleted", "The body returned 2", "Rolled back.");
	}

	@Test
	void whatStillWorksAfterATrialGetsNoConnection() {
		eval("(def go (promise))");
		eval("(def late (atom nil))");
		assertThat(eval("(do (println (:notes (dry-run (future @go (try (.reprice (bean 'shop) 1 99.5)"
				+ " (catch Throwable e (reset! late (str e (ex-cause e)))))) nil))) (fix! {:expect 1} (.reprice (bean 'shop) 2 20.5)))"))
			.contains("Threads that the body started still worked 5 s after its end")
			.contains("Committed as");
		eval("(deliver go true)");
		Awaitility.await().untilAsserted(() -> assertThat(eval("@late")).contains("the dry run or fix has ended"));
		assertThat(eval("(map :total (sql \"select total from purchase order by id\"))"))
			.isEqualTo("(10.00M 20.50M 0.00M)");
	}

	@Test
	void definitionThatCommitsIsRefusedAfterBegin() {
		eval("(begin!)");
		assertThat(eval("(sql \"create table other (x int)\")")).contains("this database commits the open transaction");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
	}

	// H2 rolls the whole transaction back, which is nobody's statement
	@Test
	void conflictIsNamedAndNothingElse() {
		String theirs = "(dev.replboot.kit.data.H2DataTests$Elsewhere/update \"" + this.url
				+ "\" \"update purchase set note = 'x' where id = 2\")";
		String body = "(sql \"insert into log values ('three')\") " + theirs
				+ " (sql \"update purchase set total = 9 where id = 2\")";
		for (String trial : List.of("(dry-run %s)", "(fix! {:expect 2} %s)", "(dry-run (try %s (catch Exception e 1)))",
				"(fix! {:expect 2} (try %s (catch Exception e (throw (ex-info \"of the body\" {})))))",
				"(dry-run (try %s (catch Exception e (sql \"insert into log values ('four')\"))))")) {
			assertThat(eval(trial.formatted(body))).as(trial)
				.contains("Somebody else changed a row", "Nothing was committed")
				.doesNotContain("ended the transaction itself");
			assertThat(eval("(count (sql \"select * from log\"))")).isEqualTo("2");
		}
	}

	// in a snapshot, H2 fails where a cascade comes back to the row where it began
	@Test
	void rowsThatReferToThemselvesOrToEachOtherCanBeUndone() {
		JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(this.url));
		database.execute("create table node (id int primary key, parent int);"
				+ " alter table node add foreign key (parent) references node on delete cascade on update cascade;"
				+ " insert into node values (1, 1)");
		assertThat(eval("(dry-run (sql \"delete from node where id = 1\"))"))
			.contains("H2 fails with an error of its own", "Set the column that refers to it to null first")
			.doesNotContain("NullPointerException");
		for (String body : new String[] { "1} (sql \"insert into node values (2, 2)\")",
				"2} (sql \"insert into node values (2, null), (3, 2)\") (sql \"update node set parent = 3 where id = 2\")",
				"1} (sql \"update node set parent = null\") (sql \"delete from node\")" }) {
			assertThat(eval("(do (def fixed (fix! {:expect " + body + ")) (:undoable? fixed))")).as(body)
				.endsWith("true");
			assertThat(eval("(undo! fixed)")).as(body).contains("Committed as fix-");
			assertThat(database.queryForList("select id, parent from node")).as(body)
				.singleElement()
				.hasToString("{ID=1, PARENT=1}");
		}
	}

	/**
	 * Somebody else.
	 */
	public static class Elsewhere {

		/**
		 * Change data and commit that, with another value each time.
		 * @param url the database
		 * @param sql the statement
		 */
		public static void update(String url, String sql) {
			new JdbcTemplate(new DriverManagerDataSource(url))
				.execute(sql.replace("'x'", "'" + System.nanoTime() + "'"));
		}

	}

}
