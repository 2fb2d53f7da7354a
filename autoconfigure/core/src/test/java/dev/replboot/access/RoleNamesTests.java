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

package dev.replboot.access;

import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which authority the name of a role stands for.
 */
@Tag("plain")
class RoleNamesTests {

	@ParameterizedTest
	@CsvSource({ "REPL_VIEWER, ROLE_REPL_VIEWER", "ops, ROLE_ops", "ROLE_ops, ROLE_ops", "SCOPE_ops, SCOPE_ops",
			"SCOPE_repl:read, SCOPE_repl:read", "FACTOR_PASSWORD, FACTOR_PASSWORD", "ops:read, ops:read",
			"authority:ops, ops", "authority:ops:read, ops:read", "authority:PERM_ops, PERM_ops",
			"authority:authority:x, authority:x", "scope_ops, ROLE_scope_ops", "PERM_ops, ROLE_PERM_ops",
			"GROUP_ops, ROLE_GROUP_ops", "OPS_ROLE_x, ROLE_OPS_ROLE_x" })
	void nameStandsForAnAuthority(String name, String authority) {
		assertThat(new RoleNames("ROLE_").authority(name)).isEqualTo(authority);
	}

	@ParameterizedTest
	@CsvSource({ "ops, GROUP_ops", "GROUP_ops, GROUP_ops", "ROLE_ops, ROLE_ops", "SCOPE_ops, SCOPE_ops",
			"authority:ops, ops" })
	void applicationMayHaveAPrefixOfItsOwn(String name, String authority) {
		assertThat(new RoleNames("GROUP_").authority(name)).isEqualTo(authority);
	}

	@Test
	void applicationMayHaveNoPrefix() {
		assertThat(new RoleNames("").authority("REPL_USER")).isEqualTo("REPL_USER");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "authority:", "authority: " })
	void blankNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RoleNames("ROLE_").authority(name))
			.withMessageContaining("repl.roles");
	}

	@Test
	void refusalNamesTheAuthorityAndTheProperty() {
		ReplAuthorities authorities = new ReplAuthorities("SCOPE_ops", "ops:eval", "authority:boss", "AUDIT");
		ReplPrincipal looker = new OsUserPrincipal("lou", Set.of("SCOPE_ops", "ROLE_SCOPE_ops"));
		assertThat(authorities.has(looker, ReplRole.VIEWER)).isTrue();
		assertThat(authorities.has(new OsUserPrincipal("lou", Set.of("ROLE_SCOPE_ops")), ReplRole.VIEWER)).isFalse();
		assertThatExceptionOfType(ReplRefusedException.class)
			.isThrownBy(() -> authorities.require(looker, ReplRole.USER, "use the REPL"))
			.withMessage("lou can't use the REPL: the required authority is ops:eval (repl.roles.user).");
		assertThatExceptionOfType(ReplRefusedException.class)
			.isThrownBy(() -> authorities.require(looker, ReplRole.ADMIN, "open the REPL"))
			.withMessageContaining("the required authority is boss (repl.roles.admin)");
	}

}
