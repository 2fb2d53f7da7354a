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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for dry runs beside others: who holds a lock, changes the same row, or has the
 * pool's only connection.
 */
@Timeout(900)
class PostgresTrialTests extends PostgresTrials {

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run {:db 'small} ", "(fix! {:db 'small :expect 1} " })
	void poolOfOneIsRefusedBeforeTheBodyRuns(String trial) {
		assertThat(eval(trial + "(println \"it\" \"ran\") (sql {:db 'small} \"update purchase set total = 0\"))"))
			.contains("A dry run or fix needs two connections")
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

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void lostConnectionIsASentence(String trial) {
		assertThat(eval(trial + "(.reprice (bean 'shop) 1 99.5) (.update elsewhere \"select pg_terminate_backend(pid)"
				+ " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
				+ " and backend_type = 'client backend' and xact_start is not null\"))"))
			.contains("The connection to the database was lost", "nothing was committed",
					"terminating connection due to administrator command");
		assertUnchanged();
	}

}
