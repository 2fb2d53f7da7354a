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

package dev.replboot.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.core.GrantedAuthorityDefaults;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplRole;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Roles of an application that has a prefix of its own for them.
 */
class RolePrefixTests {

	@Test
	void prefixOfTheApplicationTakesThePlaceOfRole() {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { Prefix.class }, "repl.roles.viewer=SCOPE_ops")) {
			ReplAuthorities authorities = repl.context().getBean(ReplAuthorities.class);
			assertThat(authorities.authority(ReplRole.USER)).isEqualTo("GROUP_REPL_USER");
			assertThat(authorities.authority(ReplRole.VIEWER)).isEqualTo("SCOPE_ops");
		}
	}

	@Test
	void prefixIsRoleElse() {
		try (TestRepl repl = TestRepl.closed()) {
			assertThat(repl.context().getBean(ReplAuthorities.class).authority(ReplRole.USER))
				.isEqualTo("ROLE_REPL_USER");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Prefix {

		@Bean
		static GrantedAuthorityDefaults grantedAuthorityDefaults() {
			return new GrantedAuthorityDefaults("GROUP_");
		}

	}

}
