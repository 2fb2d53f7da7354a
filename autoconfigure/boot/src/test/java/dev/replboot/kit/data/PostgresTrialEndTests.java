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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.audit.AuditType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of a dry run: who ends its transaction, what listeners do then, and
 * what its connection keeps.
 */
@Timeout(900)
class PostgresTrialEndTests extends PostgresTrials {

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void endOfTheTransactionInTheBodyIsRefused(String trial) {
		for (String commit : new String[] {
				"(.commit (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))",
				"(.setAutoCommit (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)) true)",
				"(.rollback (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))",
				"(.execute (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) ^String (identity \"commit\"))",
				"(.execute (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) ^String (identity \"co{oj mmit}\"))" }) {
			assertThat(eval(trial + "(.reprice (bean 'shop) 1 99.5) " + commit + ")")).as(commit)
				.contains("Execution error")
				.contains("refused");
			assertUnchanged();
		}
	}

	@Test
	void whatTheDriverMakesOfBracesEndsNoTransaction() {
		assertThat(eval("(sql \"select {d '2000-01-01'-}-'\\n; commit; delete from purchase where id = 1; --'\")"))
			.contains("would end the transaction");
		assertUnchanged();
		assertThat(eval(
				"(sql \"select {fn concat('a', 'b')} as joined, {d '2000-01-01'} as day, '{1,2}'::int[] as numbers\")"))
			.contains("ab", "2000-01-01", "[1 2]");
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

	@ParameterizedTest
	@ValueSource(strings = { "(dry-run ", "(fix! {:expect 1} " })
	void reportNamesTheSettingsThatAreReverted(String trial) {
		assertThat(eval("(:notes " + trial + "(sql \"set search_path = pg_catalog, public\")"
				+ " (sql \"update public.purchase set note = 'x' where id = 1\")))"))
			.contains("What set changed for the connection is reverted: search_path. Use set local.");
		assertThat(eval("(:notes " + trial + "(sql \"update purchase set note = 'y' where id = 1\")))"))
			.doesNotContain("is reverted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "set session_replication_role = replica",
			"set local session_replication_role to 'replica'", "alter table purchase disable trigger all" })
	void reportSaysThatConstraintsWereOff(String off) {
		for (String trial : new String[] { "(dry-run ", "(fix! {:expect 1} " }) {
			assertThat(eval("(:notes " + trial + "(sql \"" + off + "\")"
					+ " (sql \"insert into purchase values (9, 77, 1, null)\")"
					+ " (sql \"set session_replication_role = origin\")))"))
				.contains("Constraints or triggers were switched off (");
		}
		assertThat(rows("select * from purchase where customer = 77")).hasSize(1);
		database.execute("delete from purchase where id = 9");
		database.execute("alter table purchase enable trigger all");
	}

}
