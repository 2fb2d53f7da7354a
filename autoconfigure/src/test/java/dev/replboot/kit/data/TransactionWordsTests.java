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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements that end a transaction, and those that don't.
 */
class TransactionWordsTests {

	@ParameterizedTest
	@ValueSource(strings = { "commit", " COMMIT;", "-- that's it\ncommit work", "/* a\n b */ commit", "end",
			"END TRANSACTION", "rollback", "rollback work", "abort", "begin", "begin; update t set x = 1; end",
			"start transaction read only", "update t set x = 1; commit", "update t set x = 1;\n-- so\nCommit;",
			"prepare transaction 'x'", "begin work" })
	void end(String sql) {
		assertThat(TransactionWords.endTransaction(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "select 1", "select * from commit", "update t set x = 'commit'", "rollback to s",
			"rollback to savepoint s", "rollback work to savepoint s", "savepoint begin1", "endless()",
			"do $$ begin update t set x = 1; end $$", "select 1 as \"end\"", "committed", "begin_work()",
			"-- commit\nselect 1", "merge into t using s on (t.id = s.id) when matched then update set x = 1" })
	void doNotEnd(String sql) {
		assertThat(TransactionWords.endTransaction(sql)).isFalse();
	}

}
