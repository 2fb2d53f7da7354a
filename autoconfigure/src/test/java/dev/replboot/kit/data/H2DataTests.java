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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the kit's functions for data on H2.
 */
class H2DataTests extends DataTests {

	@Test
	void jsonIsShownAsText() {
		assertThat(eval("(:j (first (sql \"select ? format json as j\" {:a 1})))")).isEqualTo("\"{\\\"a\\\":1}\"");
	}

	@Test
	void settingsThatArePutBackComeWithoutAdviceThatH2DoesNotTake() {
		eval("(begin!)");
		eval("(sql \"set schema information_schema\")");
		assertThat(eval("(commit!)")).contains("is put back: schema.").doesNotContain("set local");
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
			.contains("The body took the driver's own connection (unwrap) beside the trial's");
		assertThat(eval("(fix! {:expect 1} (update-by (own) \"insert into log values ('three')\"))"))
			.contains("log: 1 inserted", "Committed as");
		assertThat(eval("(tables)")).doesNotContain("pin");
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
		Awaitility.await()
			.untilAsserted(() -> assertThat(eval("@late")).contains("a trial of this evaluation is over"));
		assertThat(eval("(map :total (sql \"select total from purchase order by id\"))"))
			.isEqualTo("(10.00M 20.50M 0.00M)");
	}

	@Test
	void definitionThatCommitsIsRefusedAfterBegin() {
		eval("(begin!)");
		assertThat(eval("(sql \"create table other (x int)\")")).contains("this database commits the open transaction");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
	}

	@Override
	boolean isAbortedByErrors() {
		return false;
	}

	@Override
	String newDatabase() {
		return TestDatabase.newH2();
	}

	@Override
	String millionRows() {
		return "select x, repeat('y', 500) as y from system_range(1, 1000000)";
	}

}
