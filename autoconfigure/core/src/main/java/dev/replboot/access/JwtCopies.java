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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Copies the authentication of a JWT. Apart, because its classes may be absent.
 */
final class JwtCopies {

	private static final List<String> HEADERS = List.of("alg", "typ", "kid");

	private JwtCopies() {
	}

	static @Nullable Authentication copy(Authentication authentication, String name,
			List<GrantedAuthority> authorities) {
		return (authentication instanceof JwtAuthenticationToken bearer)
				? new JwtAuthenticationToken(copy(bearer.getToken(), name), authorities, name) : null;
	}

	private static Jwt copy(Jwt jwt, String name) {
		Map<String, Object> headers = new LinkedHashMap<>();
		HEADERS.forEach((header) -> {
			Object value = jwt.getHeaders().get(header);
			if (value instanceof String) {
				headers.put(header, value);
			}
		});
		headers.putIfAbsent("typ", "JWT");
		return new Jwt(OAuth2Copies.REMOVED, jwt.getIssuedAt(), jwt.getExpiresAt(), headers,
				OAuth2Copies.claims(jwt.getClaims(), name));
	}

}
