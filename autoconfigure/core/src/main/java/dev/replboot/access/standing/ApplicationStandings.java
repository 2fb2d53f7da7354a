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

package dev.replboot.access.standing;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.util.ClassUtils;

import dev.replboot.access.AuthenticationPrincipal;
import dev.replboot.access.CallerPrincipal;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;

/**
 * Asks the application's user details service, or the introspector of its bearer tokens,
 * about those who come from there. Nobody else can be asked about: the service may know
 * another person of the same name.
 */
@Internal
public final class ApplicationStandings implements StandingSource {

	private static final boolean OAUTH2 = ClassUtils.isPresent(
			"org.springframework.security.oauth2.core.OAuth2AccessToken", ApplicationStandings.class.getClassLoader());

	private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~@+,=:-]+");

	private final Supplier<List<UserLookup>> users;

	private final Supplier<List<TokenLookup>> issuers;

	/**
	 * Create it.
	 * @param users finds what loads users, those first that log in over HTTP; empty when
	 * there is nothing or several of a kind
	 * @param issuers finds what introspects opaque bearer tokens, likewise
	 */
	public ApplicationStandings(Supplier<List<UserLookup>> users, Supplier<List<TokenLookup>> issuers) {
		this.users = users;
		this.issuers = issuers;
	}

	// those who authenticated, and those whom a connection is mapped to
	@Override
	public boolean asksAbout(ReplPrincipal principal) {
		return principal instanceof CallerPrincipal
				|| (principal instanceof AuthenticationPrincipal mapped && mapped.userType() != null);
	}

	@Override
	public Found find(ReplPrincipal principal) {
		if (principal instanceof CallerPrincipal caller) {
			return find(caller, caller.authentication());
		}
		return (principal instanceof AuthenticationPrincipal mapped) ? users(mapped) : Found.NOTHING;
	}

	private Found find(CallerPrincipal caller, Authentication authentication) {
		String token = OAUTH2 ? OpaqueTokens.value(authentication) : null;
		if (token != null) {
			return introspected(caller, token);
		}
		if (caller.lasting().userType() != null || authentication instanceof UsernamePasswordAuthenticationToken) {
			return users(caller.lasting());
		}
		return nobody(caller.name(), caller.source(), "there is nothing to ask about such logins");
	}

	private Found users(AuthenticationPrincipal principal) {
		String name = principal.name();
		List<UserLookup> lookups = this.users.get();
		if (lookups.isEmpty()) {
			return nobody(name, principal.source(), "there isn't exactly one UserDetailsService");
		}
		for (UserLookup lookup : lookups) {
			UserDetails user;
			try {
				user = lookup.load(name);
			}
			catch (AccountStatusException ex) {
				return new Found(null, UserStanding.refused(name, ex), null);
			}
			if (user != null && isFrom(user, principal)) {
				String fault = UserStanding.account(name, user);
				return (fault != null) ? new Found(null, fault, null)
						: new Found(new UserStanding(lookup, name, user), null, null);
			}
		}
		return nobody(name, principal.source(), "its UserDetailsService doesn't know that user");
	}

	// by the type of its users, which those of a directory don't have; or, where a
	// principal is only a name, by the authorities
	private static boolean isFrom(UserDetails user, AuthenticationPrincipal principal) {
		String type = principal.userType();
		if (type != null) {
			return type.equals(user.getClass().getName());
		}
		return principal.authorities().containsAll(LostAuthorities.names(user.getAuthorities()));
	}

	private Found introspected(CallerPrincipal caller, String token) {
		List<TokenLookup> lookups = this.issuers.get();
		if (lookups.isEmpty()) {
			return nobody(caller.name(), caller.source(), "there isn't exactly one OpaqueTokenIntrospector");
		}
		for (TokenLookup lookup : lookups) {
			Collection<? extends GrantedAuthority> authorities = lookup.introspect(token);
			if (authorities != null) {
				return new Found(new TokenStanding(lookup, caller.name(), token, authorities), null, null);
			}
		}
		return nobody(caller.name(), caller.source(), "its OpaqueTokenIntrospector doesn't know that bearer token");
	}

	private static Found nobody(String name, String source, String why) {
		return new Found(null, null,
				"The REPL can't verify whether " + name + " (" + source + ") can still use it, because " + why
						+ ". The token ends with the credentials that requested it, with the lease, or by "
						+ request(name) + ".");
	}

	// servers and firewalls refuse paths with some characters, however they are encoded
	private static String request(String name) {
		return (PATH.matcher(name).matches() && !name.startsWith("."))
				? "DELETE on /tokens/" + name + " of the repl endpoint"
				: "POST on /tokens of the repl endpoint, with the action revoke and that name as the principal";
	}

	/**
	 * Apart, because OAuth2 may be absent.
	 */
	private static final class OpaqueTokens {

		static @Nullable String value(Authentication authentication) {
			return (authentication.getCredentials() instanceof OAuth2AccessToken token) ? token.getTokenValue() : null;
		}

	}

}
