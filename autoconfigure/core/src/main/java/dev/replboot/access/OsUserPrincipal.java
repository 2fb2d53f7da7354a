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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.util.ClassUtils;

import dev.replboot.api.Internal;

/**
 * The user of the operating system who runs the process. Who may do that has the
 * application's secrets and its code anyway, so that the REPL is theirs.
 *
 * @param name the user's name
 * @param authorities the authorities of the REPL's administrator, and others
 */
@Internal
public record OsUserPrincipal(String name, Set<String> authorities) implements ReplPrincipal {

	private static final String SOURCE = "operating system";

	/**
	 * A user, as the REPL's administrator.
	 * @param name the user's name
	 * @param authorities which authority stands for that role
	 * @param others authorities of the application that they have as well
	 * @return the principal
	 */
	public static ReplPrincipal of(String name, ReplAuthorities authorities, Collection<String> others) {
		Set<String> all = new LinkedHashSet<>();
		all.add(authorities.authority(ReplRole.ADMIN));
		all.addAll(others);
		if (ClassUtils.isPresent("org.springframework.security.core.Authentication",
				OsUserPrincipal.class.getClassLoader())) {
			return Authenticated.principal(name, all);
		}
		return new OsUserPrincipal(name, Set.copyOf(all));
	}

	@Override
	public String source() {
		return SOURCE;
	}

	@Override
	public Runnable enter() {
		return () -> {
		};
	}

	/**
	 * Apart, because Spring Security may be absent.
	 */
	private static final class Authenticated {

		private static ReplPrincipal principal(String name, Collection<String> authorities) {
			Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(name, null,
					AuthorityUtils.createAuthorityList(authorities));
			return new AuthenticationPrincipal(authentication, authentication.getAuthorities(), SOURCE);
		}

	}

}
