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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the kit's functions for data on MariaDB.
 */
@Timeout(900)
class MariaDbDataTests extends MariaDbApplication {

	@Test
	void settingOfTheServerIsRefused() {
		String before = eval("(sql \"select @@global.max_connections\")");
		for (String form : List.of("(sql \"set global max_connections = 77\")",
				"(dry-run (sql \"set @@global.max_connections = 77\"))")) {
			assertThat(eval(form)).contains("would change a setting of the whole database server");
		}
		assertThat(eval("(sql \"select @@global.max_connections\")")).isEqualTo(before);
	}

	@Test
	void namesAreThoseOfTheServer() {
		assertThat(eval("(tables)")).contains("BATCH_JOB_EXECUTION").doesNotContain("null").contains(schema());
		assertThat(eval("(mapv (juxt :column :key) (columns 'BATCH_JOB_EXECUTION))"))
			.isEqualTo("[[\"JOB_EXECUTION_ID\" true]]");
		assertThat(eval("(columns 'purchase)")).contains("customer.id").contains("decimal(8, 2)");
		assertThat(eval("(map :id (sample 'purchase 2))")).isEqualTo("(1 2)");
		assertThat(eval("(-> (sample 'times 1) first :t str)")).contains("838:59:59");
		assertThat(eval("(columns 'purch)")).contains("Did you mean purchase?");
	}

	@Test
	void valuesAreThoseOfTheServer() {
		this.database
			.execute("create table kinds (id int primary key, y year, one tinyint(1), three tinyint(1), bits bit(8),"
					+ " flag bit(1), t time(6), d date, dt datetime, s set('a', 'b'), e enum('x'), j json, u bigint unsigned)");
		this.database.execute("set statement sql_mode = '' for insert into kinds values (1, 2024, 1, 3, b'101', b'1',"
				+ " '-30:00:00.000001', '0000-00-00', '0000-00-00 00:00:00', 'a,b', 'x', '{\"a\": 1}', 18446744073709551615)");
		assertThat(eval("(vals (first (sql \"select * from kinds\")))"))
			.isEqualTo("(1 2024 true 3 5 true \"-30:00:00.000001\" \"0000-00-00\" \"0000-00-00 00:00:00\" \"a,b\" \"x\""
					+ " \"{\\\"a\\\": 1}\" 18446744073709551615)");
		assertThat(eval("(sql \"select max(y) as newest from kinds\")")).contains("2024").doesNotContain("01-01");
		assertThat(eval("(dry-run (sql \"update kinds set y = 2025, three = 4, bits = b'111'\"))"))
			.contains("y 2024 → 2025, three 3 → 4, bits 5 → 7");
	}

	@Test
	void whatASessionKeepsIsPutBackBeforeTheTransactionEnds() {
		eval("(def seen (atom nil))");
		String change = "(sql \"set @a = 5\") (sql \"set session sql_mode = 'ANSI', time_zone = '+09:00'\")"
				+ " (sql \"create temporary table kept2 (x int)\") (sql \"select get_lock('mine', 1)\")"
				+ " (org.springframework.transaction.support.TransactionSynchronizationManager/registerSynchronization"
				+ " (reify org.springframework.transaction.support.TransactionSynchronization (afterCompletion [_ _]"
				+ " (with-open [s (.createStatement (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))"
				+ " r (.executeQuery s \"select concat(coalesce(@a, '-'), @@sql_mode, @@time_zone, coalesce(is_used_lock('mine'), '-'))\")]"
				+ " (.next r) (reset! seen (.getString r 1))))))";
		for (String trial : new String[] { "(dry-run %s nil)", "(fix! {:expect 0} %s nil)" }) {
			assertThat(eval(trial.formatted(change))).contains("No rows were changed");
			assertThat(eval("@seen")).startsWith("\"-").endsWith("SYSTEM-\"").doesNotContain("ANSI");
		}
		eval("(begin!)");
		eval("(do " + change + ")");
		assertThat(eval("(commit!)"))
			.contains("is reverted: sql_mode, time_zone, @a, temporary table kept2, locks (get_lock)");
	}

	@Test
	void whatAQueryLeavesAtTheSessionDoesNotGoIntoThePool() {
		for (String sql : List.of("set session sql_mode = 'ANSI', foreign_key_checks = 0", "set @a = 5",
				"select @a := 5", "/*!50000 set session sql_mode = 'ANSI' */",
				"set statement max_statement_time = 9 for set session sql_mode = 'ANSI'", "select get_lock('mine', 1)",
				"use information_schema")) {
			assertThat(eval("(sql {:db \"pool\"} \"" + sql + "\")")).as(sql).doesNotContain("rror");
			assertThat(eval(
					"(vals (first (sql {:db \"pool\"} \"select cast(coalesce(@a, '-') as char) a, @@sql_mode like '%ANSI%' b,"
							+ " @@foreign_key_checks c, is_used_lock('mine') d, database() like 'information%' e\")))"))
				.as(sql)
				.isEqualTo("(\"-\" 0 1 nil 0)");
		}
	}

	@Test
	void queryRunsNoCodeThatCouldBeginAnotherTransaction() {
		for (String sql : List.of("call ending()", "call hiding()",
				"execute immediate 'begin not atomic start transaction read write; delete from log; commit; end'",
				"prepare s from 'commit'", "set statement max_statement_time = 9 for execute immediate 'commit'")) {
			assertThat(eval("(sql \"" + sql + "\")")).as(sql).contains("The statement was refused");
			assertUnchanged();
		}
	}

	@Test
	void rollbackAfterAnEndThatNobodySawSaysSo() {
		String commit = "(.commit (dev.replboot.eval.jdbc.StatementWatch/unwatched"
				+ " (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))))";
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		eval(commit);
		eval("(sql \"select * from log\")");
		eval("(.reprice (bean 'shop) 2 88.5)");
		assertThat(eval("(rollback!)")).contains("Not all of it is rolled back").contains("was ended before");
		assertThat(this.database.queryForList("select * from purchase where total in (99.5, 88.5)")).hasSize(1);
		eval("(begin!)");
		eval("(sql \"savepoint s\")");
		eval("(.reprice (bean 'shop) 1 77.5)");
		eval("(sql \"rollback to savepoint s\")");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 66.5) " + commit + " (throw (Exception. \"own\")))"))
			.contains("own");
		assertThat(this.database.queryForList("select * from purchase where total = 66.5")).hasSize(1);
	}

	@Test
	void valueThatTheDatabaseHasNoneForIsNamed() {
		for (String value : new String[] { "##NaN", "##-Inf", "[1 ##NaN]", "Float/NaN" }) {
			assertThat(eval("(sql \"select * from purchase where id in (?)\" " + value + ")"))
				.contains("and this database has no such number");
		}
		assertThat(eval("(sql \"select ?\" (java.time.OffsetTime/parse \"10:15+05:30\"))"))
			.contains("Parameter 1 is a time with an offset, 10:15+05:30", "(.toLocalTime x)");
	}

	@Test
	void planIsExplained() {
		assertThat(eval("(explain \"select * from purchase where id = ?\" 1)")).contains("purchase", "\"rows\"");
		assertThat(eval("(explain \"delete from log where line = 'x'\")")).contains("log");
		assertThat(eval("(explain {:analyze true} \"delete from log\")")).contains("log", "r_total_time_ms");
		assertThat(eval("(explain {:analyze true} \"delete from old\")")).contains("MyISAM");
		assertUnchanged();
	}

}
