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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a body does to a table as a whole, or beside its rows.
 */
@Timeout(900)
class PostgresTableTrialTests extends PostgresTrials {

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

	@Test
	void dataSourceThatGivesOneConnectionIsRefusedBeforeTheBodyRuns() {
		for (String name : new String[] { "single", "aware" }) {
			assertThat(eval("(dry-run {:db '" + name + "} (println \"it\" \"ran\"))")).as(name)
				.contains("A dry run or fix needs", "Nothing was run")
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

}
