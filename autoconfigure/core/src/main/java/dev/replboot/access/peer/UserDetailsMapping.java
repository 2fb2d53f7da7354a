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

package dev.replboot.access.peer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsChecker;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

import dev.replboot.access.AuthenticationPrincipal;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * Takes the user whom the application knows by the same name, unless that account is
 * locked, disabled or expired.
 */
@Internal
public final class UserDetailsMapping implements PeerMapping {

	private static final Log logger = LogFactory.getLog(UserDetailsMapping.class);

	private final UserDetailsChecker status = new AccountStatusUserDetailsChecker();

	private final UserDetailsService users;

	private final RoleHierarchy hierarchy;

	/**
	 * Create the mapping.
	 * @param users the application's users
	 * @param hierarchy the application's own inclusion of authorities in others
	 */
	public UserDetailsMapping(UserDetailsService users, RoleHierarchy hierarchy) {
		this.users = users;
		this.hierarchy = hierarchy;
	}

	@Override
	public @Nullable ReplPrincipal principal(String user) {
		try {
			UserDetails details = this.users.loadUserByUsername(user);
			this.status.check(details);
			Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(details, null,
					details.getAuthorities());
			return new AuthenticationPrincipal(authentication,
					this.hierarchy.getReachableGrantedAuthorities(details.getAuthorities()));
		}
		catch (UsernameNotFoundException ex) {
			return null;
		}
		catch (AccountStatusException ex) {
			logger.info(VisibleText.line("The account of " + user + " may not use the REPL: " + ex.getMessage()));
			return null;
		}
	}

}
