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

import java.time.Duration;
import java.util.List;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

import dev.replboot.access.CallerGuard;
import dev.replboot.access.GuardedAuthentication;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.TestRepl;

/**
 * What ends the session.
 */
enum SessionEnd {

	/**
	 * {@code DELETE /actuator/repl/tokens/{principal}}.
	 */
	REVOKE {

		@Override
		void of(TestRepl repl, List<String> names) {
			names.forEach((name) -> repl.context().getBean(ReplEndpoint.class).revert(administrator(), "tokens", name));
		}

		@Override
		String sentence(String name) {
			return "The tokens and sessions of " + name + " were ended by root.";
		}

	},

	/**
	 * The application is asked and says that the user is disabled.
	 */
	DISABLE {

		@Override
		void of(TestRepl repl, List<String> names) {
			Directory users = repl.context().getBean(Directory.class);
			names.forEach((name) -> users.change(name, (user) -> user.disabled(true)));
			repl.context().getBean(MovableClock.class).forward(Duration.ofMinutes(1));
		}

		@Override
		String sentence(String name) {
			return "The account of " + name + " is disabled.";
		}

	},

	/**
	 * {@code DELETE /actuator/repl}.
	 */
	CLOSE {

		@Override
		void of(TestRepl repl, List<String> names) {
			repl.context().getBean(ReplEndpoint.class).close(administrator());
		}

		@Override
		String sentence(String name) {
			return "The REPL was closed by root.";
		}

	};

	abstract void of(TestRepl repl, List<String> names);

	abstract String sentence(String name);

	private static SecurityContext administrator() {
		UsernamePasswordAuthenticationToken root = UsernamePasswordAuthenticationToken.authenticated("root", null,
				AuthorityUtils.createAuthorityList("ROLE_REPL_ADMIN"));
		GuardedAuthentication caller = new CallerGuard().guard(root, root.getAuthorities());
		return new SecurityContext() {

			@Override
			public GuardedAuthentication getPrincipal() {
				return caller;
			}

			@Override
			public boolean isUserInRole(String role) {
				return false;
			}

		};
	}

}
