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
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Copies an authentication for a session, which lasts for hours and in which everything
 * can be looked at: the name, the authorities and the claims of a token are kept, the
 * credentials aren't. Never erases anything in place, because an application may hand out
 * the very object that its users are kept in.
 */
final class SessionAuthentication {

	private static final ClassLoader LOADER = SessionAuthentication.class.getClassLoader();

	private static final boolean OAUTH2 = ClassUtils
		.isPresent("org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal", LOADER);

	private static final boolean BEARER = OAUTH2 && ClassUtils.isPresent(
			"org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication", LOADER);

	private static final boolean JWT = BEARER
			&& ClassUtils.isPresent("org.springframework.security.oauth2.jwt.Jwt", LOADER);

	private static final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private SessionAuthentication() {
	}

	/**
	 * Copy an authentication.
	 * @param authentication who it is
	 * @return the same, without credentials
	 */
	static Authentication of(Authentication authentication) {
		String name = Objects.requireNonNullElse(authentication.getName(), "");
		List<GrantedAuthority> authorities = plain(authentication.getAuthorities());
		Authentication token = JWT ? JwtCopies.copy(authentication, name, authorities) : null;
		if (token == null && BEARER) {
			token = BearerCopies.copy(authentication, name, authorities);
		}
		if (token != null) {
			return token;
		}
		Object principal = principal(authentication.getPrincipal(), name, authorities);
		if (trust.isRememberMe(authentication)) {
			// it would pass for a full login otherwise
			return new RememberMeAuthenticationToken("repl", principal, authorities);
		}
		return UsernamePasswordAuthenticationToken.authenticated(principal, null, authorities);
	}

	private static Object principal(@Nullable Object principal, String name, List<GrantedAuthority> authorities) {
		if (principal instanceof UserDetails user && StringUtils.hasLength(name)) {
			return new User(name, "", user.isEnabled(), user.isAccountNonExpired(), user.isCredentialsNonExpired(),
					user.isAccountNonLocked(), plain(user.getAuthorities()));
		}
		Object copy = OAUTH2 ? OAuth2Copies.principal(principal, name, authorities) : null;
		return (copy != null) ? copy : name;
	}

	// others may hold a token, or another authentication as a whole
	private static List<GrantedAuthority> plain(Collection<? extends GrantedAuthority> authorities) {
		return authorities.stream().map(SessionAuthentication::plain).filter(Objects::nonNull).toList();
	}

	private static @Nullable GrantedAuthority plain(GrantedAuthority authority) {
		if (authority instanceof FactorGrantedAuthority) {
			return authority;
		}
		String name = authority.getAuthority();
		return StringUtils.hasText(name) ? new SimpleGrantedAuthority(name) : null;
	}

}
