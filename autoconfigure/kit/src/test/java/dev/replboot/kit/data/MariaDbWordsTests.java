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
 * Tests for bodies of routines of MariaDB.
 */
@Tag("plain")
class MariaDbWordsTests {

	@ParameterizedTest
	@ValueSource(strings = { "begin update t set a = 1; commit; end", "begin rollback work; end", "rollback",
			"begin rollback and chain; end", "begin set @@session.autocommit = 1; end",
			"begin set a = 1, autocommit = 1; end", "begin set `autocommit` = 1; end",
			"begin set @@autocommit := 1; end", "set autocommit = 1",
			"begin if a then set session completion_type = 1; end if; end", "begin set \"autocommit\" = 1; end",
			"begin start transaction; end", "set default role none",
			"begin declare x int; set x = 1, password = ''; end",
			"begin if a then set password for b = 'c'; end if; end", "begin set @a = 1, default role none for b; end",
			"begin declare continue handler for not found set password = ''; end",
			"begin declare exit handler for sqlstate '23000', 1062 set @a = 1, default role none for b; end",
			"begin declare exit handler for sqlexception set password for b to random; end",
			"begin execute immediate 'x'; end", "begin drop table t; end" })
	void bodyThatEndsTheTransaction(String body) {
		assertThat(MariaDbWords.ending(body)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "begin update t set a = 1, b = 2; end", "begin rollback to savepoint s; end",
			"begin rollback work to savepoint s; end", "begin set @autocommit = 1; end",
			"begin set a = (select count(*), 'autocommit' from t), b = 2; end", "begin drop temporary table t; end",
			"begin select a, autocommit from t; set b = 1; end",
			"begin update t set a = 1, password = 'x'; insert into t set password = 'x'; end",
			"begin set @password = 1, @a = default; end", "begin set role none; end", "begin set names default; end",
			"begin declare continue handler for not found set done = true; end",
			"begin declare exit handler for sqlexception update t set password = 'x'; end", "return repeat('a', 3)" })
	void bodyThatEndsNothing(String body) {
		assertThat(MariaDbWords.ending(body)).isNull();
	}

}
