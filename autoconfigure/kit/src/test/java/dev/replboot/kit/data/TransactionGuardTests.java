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
 * Tests for statements before which MariaDB commits.
 */
@Tag("plain")
class TransactionGuardTests {

	private static String definition(String sql) {
		return TransactionGuard.definition(sql, SqlDialect.MYSQL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "set password = ''", "set password to random", "set password for u = password('x')",
			"set default role none", "set default role r for u", "set @a = 1, default role none",
			"set names utf8mb4, password = ''", "set statement max_statement_time = 1 for set default role none",
			"set statement max_statement_time = 1 for set password = ''" })
	void settingsOfAnAccountCommit(String sql) {
		assertThat(definition(sql)).isEqualTo("set");
		assertThat(definition("select 1; " + sql)).isEqualTo("set");
	}

	@ParameterizedTest
	@ValueSource(strings = { "set role none", "set names default", "set @password = 'x'", "set @a = default, @b = 1",
			"update u set name = 'x', password = 'y'", "insert into u set password = 'y'",
			"select 1 as password, default(a) from t", "set old_passwords = 0, sql_mode = default" })
	void otherSettingsCommitNothing(String sql) {
		assertThat(definition(sql)).isNull();
	}

}
