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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for statements of H2 that commit.
 */
@Tag("plain")
class H2CommitsTests {

	private static String definition(String sql) {
		return TransactionGuard.definition(sql, SqlDialect.H2);
	}

	private static String unknown(String sql) {
		return TransactionGuard.unknown(sql, SqlDialect.H2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "// x\ndrop table orders", "// x\ncreate table z (i int)", "\u00a0create table z (i int)",
			"create table z (transactional int)", "create table transactional (i int)",
			"alter table t add transactional int", "drop table transactional", "comment on table t is transactional",
			"create local temporary table z (transactional int)",
			"create local temporary table transactional as select 1",
			"create local temporary table z (i int) as select transactional from t",
			"create local temporary table z (i int, \"transactional\" int) on commit drop",
			"create index on t (transactional)", "refresh materialized view v",
			"with x as (select 1) create table z as select 1", "script to 'x'", "set mode MySQL", "analyze",
			"prepare p as select 1" })
	void statementThatCommits(String sql) {
		assertThat(definition(sql)).isNotNull();
		assertThat(definition("select 1; " + sql)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1", "(select 1)", "table t", "values (1)", "with x as (select 1) select * from x",
			"call f(1)", "? = call f(1)", "{call f(1)}", "explain select 1", "insert into t values (1)",
			"update t set transactional = 1", "delete from t", "merge into t key (i) values (1)",
			"replace into t values (1)", "savepoint s", "release savepoint s", "rollback to savepoint s",
			"set schema s", "set @x = 1", "show tables", "help", "use s", "// x\nselect 1",
			"create local temporary table z (i int) transactional",
			"create local temporary table z (i int) on commit drop transactional as select 1",
			"declare local temporary table z (i int) not persistent transactional",
			"create global temporary table z (i int) transactional", "select transactional, \"create\" from t" })
	void statementThatLeavesTheTransactionAlone(String sql) {
		assertThat(definition(sql)).isNull();
		assertThat(unknown(sql)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "checkpoint", "vacuum", "execute p", "exec p", "[commit]", "\"commit\"", "drpo table t" })
	void statementThatIsNotKnownIsRefusedByItsName(String sql) {
		assertThat(unknown(sql)).contains("whether H2 leaves the open transaction alone then isn't known");
	}

}
