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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for transactions that stay open on H2.
 */
class H2TransactionFormTests extends TransactionFormTests {

	H2TransactionFormTests() {
		super(TestedDatabase.H2);
	}

	@Test
	void statementsThatCommitAreRefusedHoweverTheyAreWritten() {
		eval("(begin!)");
		for (String sql : List.of("// x\\ndrop table log", "// don't\\nupdate purchase set total = 0; commit",
				"create table z (transactional int)", "commit\\u00a0", "{fn commit}")) {
			assertThat(eval("(sql \"" + sql + "\")")).as(sql).contains("The statement was refused");
			assertThat(eval(
					"(.execute (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) ^String (identity \""
							+ sql + "\"))"))
				.as(sql)
				.contains("The statement was refused");
		}
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertThat(eval("(dry-run (.execute (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource))"
				+ " \"// x\\ndrop table log\"))"))
			.contains("The statement was refused");
		assertUnchanged();
	}

	@Test
	void othersDefineTablesAfterACommit() {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 40.0)");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
		execute("create table later (i int)");
		assertThat(eval("(fix! {:expect 1 :reason \"a test\"} (.reprice (bean 'shop) 1 10.0))")).contains("Committed");
		execute("create table even_later (i int)");
	}

	@Test
	void elementsOfArraysAreTold() {
		execute("create table lists (id int primary key, a varchar array)");
		execute("insert into lists values (1, array['x, y'])");
		assertThat(eval("(dry-run (sql \"update lists set a = array['x', 'y'] where a = array['x, y']\"))"))
			.contains("lists: 1 updated");
	}

}
