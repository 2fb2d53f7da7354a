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

import java.lang.reflect.Method;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Names where a principal comes from, so that two of one name are told apart: users of
 * the application, issuers of tokens and certificates, registrations of logins.
 */
final class PrincipalSource {

	/**
	 * The application's own users.
	 */
	static final String USERS = "users";

	private static final String PRE_AUTHENTICATED = "PreAuthenticatedAuthenticationToken";

	// of OAuth2 and SAML 2.0 logins, whose modules needn't be there
	private static final List<String> REGISTRATIONS = List.of("getAuthorizedClientRegistrationId",
			"getRelyingPartyRegistrationId");

	private static final boolean OAUTH2 = ClassUtils.isPresent(
			"org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal",
			PrincipalSource.class.getClassLoader());

	private PrincipalSource() {
	}

	/**
	 * Where the principal of an authentication comes from.
	 * @param authentication who authenticated with what
	 * @return the source, for people and to compare
	 */
	static String of(Authentication authentication) {
		if (authentication.getCredentials() instanceof X509Certificate certificate) {
			return "certificate of " + certificate.getIssuerX500Principal().getName();
		}
		String token = OAUTH2 ? OAuth2.source(authentication) : null;
		if (token != null) {
			return token;
		}
		String type = ClassUtils.getUserClass(authentication).getSimpleName();
		String registration = registration(authentication);
		if (registration != null) {
			return type + " " + registration;
		}
		if (type.equals(PRE_AUTHENTICATED)) {
			return "pre-authenticated";
		}
		if (authentication.getPrincipal() instanceof UserDetails user) {
			return users(user);
		}
		return (authentication instanceof UsernamePasswordAuthenticationToken) ? USERS
				: type.isEmpty() ? authentication.getClass().getName() : type;
	}

	/**
	 * The source of users of a type: an LDAP directory has another one than a table.
	 * @param user a user
	 * @return the source
	 */
	private static String users(UserDetails user) {
		String type = ClassUtils.getUserClass(user).getSimpleName();
		return (user.getClass() == User.class || type.isEmpty()) ? USERS : USERS + " (" + type + ")";
	}

	private static @Nullable String registration(Authentication authentication) {
		for (String name : REGISTRATIONS) {
			Method method = ReflectionUtils.findMethod(authentication.getClass(), name);
			if (method != null && method.canAccess(authentication)) {
				try {
					return String.valueOf(method.invoke(authentication));
				}
				catch (ReflectiveOperationException ex) {
					// a type of somebody else's that has a method of that name
					return null;
				}
			}
		}
		return null;
	}

	/**
	 * Apart, because OAuth2 may be absent.
	 */
	private static final class OAuth2 {

		static @Nullable String source(Authentication authentication) {
			return Stream
				.of(authentication.getCredentials(), authentication.getPrincipal(), authentication.getDetails())
				.filter(Objects::nonNull)
				.map(OAuth2::source)
				.filter(Objects::nonNull)
				.findFirst()
				.map((kind) -> kind + issuer(authentication))
				.orElse(null);
		}

		private static @Nullable String source(Object part) {
			if (part instanceof OAuth2Token) {
				return (part instanceof ClaimAccessor) ? "jwt" : "opaque token";
			}
			return (part instanceof OAuth2AuthenticatedPrincipal && part instanceof ClaimAccessor) ? "oidc" : null;
		}

		private static String issuer(Authentication authentication) {
			Object issuer = null;
			for (Object part : new @Nullable Object[] { authentication.getCredentials(), authentication.getPrincipal(),
					authentication.getDetails() }) {
				if (issuer == null && part instanceof ClaimAccessor claims) {
					issuer = claims.getClaims().get("iss");
				}
				if (issuer == null && part instanceof OAuth2AuthenticatedPrincipal principal) {
					issuer = principal.getAttributes().get("iss");
				}
			}
			return (issuer != null) ? " " + issuer : "";
		}

	}

}
