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

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.util.ClassUtils;

/**
 * Finds out when the credentials of an authentication expire: of bearer tokens, of logins
 * by OAuth2 and of certificates.
 */
final class CredentialsExpiry {

	private static final boolean OAUTH2 = ClassUtils.isPresent(
			"org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal",
			CredentialsExpiry.class.getClassLoader());

	private CredentialsExpiry() {
	}

	/**
	 * The first moment at which something of it has expired.
	 * @param authentication who authenticated with what
	 * @return the moment, or {@code null} when nothing of it expires
	 */
	static @Nullable Instant of(Authentication authentication) {
		return Stream.of(authentication.getCredentials(), authentication.getPrincipal(), authentication.getDetails())
			.filter(Objects::nonNull)
			.map(CredentialsExpiry::expiry)
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElse(null);
	}

	private static @Nullable Instant expiry(Object part) {
		if (part instanceof X509Certificate certificate) {
			return certificate.getNotAfter().toInstant();
		}
		return OAUTH2 ? OAuth2.expiry(part) : null;
	}

	/**
	 * Apart, because OAuth2 may be absent.
	 */
	private static final class OAuth2 {

		static @Nullable Instant expiry(Object part) {
			if (part instanceof OAuth2Token token && token.getExpiresAt() != null) {
				return token.getExpiresAt();
			}
			if (part instanceof ClaimAccessor claims) {
				return instant(claims.getClaims().get("exp"));
			}
			return (part instanceof OAuth2AuthenticatedPrincipal principal)
					? instant(principal.getAttributes().get("exp")) : null;
		}

		private static @Nullable Instant instant(@Nullable Object value) {
			if (value instanceof Number seconds) {
				return Instant.ofEpochSecond(seconds.longValue());
			}
			return (value instanceof Instant instant) ? instant : null;
		}

	}

}
