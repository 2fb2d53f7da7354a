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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link UncheckedRows}.
 */
@Tag("plain")
class UncheckedRowsTests {

	private final UncheckedRows rows = new UncheckedRows();

	@ParameterizedTest
	@ValueSource(
			strings = { "set session_replication_role = replica", "SET LOCAL session_replication_role TO 'replica'",
					"select set_config('session_replication_role', 'replica', true)",
					"do $$ begin set session_replication_role=replica; end $$", "alter table a disable trigger all",
					"set foreign_key_checks=0", "set @@session.foreign_key_checks := OFF",
					"SET sql_mode='', `unique_checks`=false", "set session check_constraint_checks = 0",
					"set referential_integrity false" })
	void whatSwitchesOffIsToldOnce(String sql) {
		this.rows.executing(sql);
		assertThat(this.rows.notes(List.of())).singleElement().asString().contains("were switched off (");
		assertThat(this.rows.notes(List.of())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "set session_replication_role = origin", "show session_replication_role",
			"set foreign_key_checks=1", "set foreign_key_checks = @before", "select @@foreign_key_checks",
			"set foreign_key_checks = 'ON'", "alter table a enable trigger all", "set referential_integrity true",
			"update a set note = 'please disable trigger 5'", "select 1 -- disable trigger" })
	void othersAreNoNews(String sql) {
		this.rows.executing(sql);
		assertThat(this.rows.notes(List.of("search_path"))).isEmpty();
	}

	@Test
	void triggersThatStayDisabledAreNamed() {
		this.rows.executing("alter table a disable trigger all");
		assertThat(this.rows.notes(List.of())).singleElement().asString().contains("stay disabled for everybody");
	}

	@Test
	void settingThatIsDifferentAtTheEndIsToldHoweverItWasSet() {
		assertThat(this.rows.notes(List.of("app.tenant", "foreign_key_checks"))).singleElement()
			.asString()
			.startsWith("Constraints or triggers were switched off (foreign_key_checks).");
	}

}
