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

package dev.replboot.test.security;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Makes the bearer tokens that the resource servers among the test applications accept.
 */
final class Tokens {

	static final SecretKey KEY = new SecretKeySpec(
			"a key of no value, for tests alone".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

	private Tokens() {
	}

	static String bearer(String name) {
		String role = switch (name) {
			case "admin" -> "ROLE_REPL_ADMIN";
			case "user" -> "ROLE_REPL_USER";
			case "viewer" -> "ROLE_REPL_VIEWER";
			case "auditor" -> "ROLE_REPL_AUDITOR";
			default -> "ROLE_OTHER";
		};
		return bearer(name, "roles", List.of(role));
	}

	/**
	 * A token with scopes. That of nobody has the names of the authorities as roles would
	 * have them.
	 */
	static String scoped(String name) {
		String scope = switch (name) {
			case "admin" -> "openid repl.admin";
			case "user" -> "repl:eval";
			case "viewer" -> "ops profile";
			case "auditor" -> "audit";
			default -> "ROLE_SCOPE_ops SCOPE_repl:eval ROLE_REPL_ADMIN REPL_ADMIN";
		};
		return bearer(name, "scope", scope);
	}

	static String expired(String name) {
		return bearer(name, "roles", List.of("ROLE_REPL_ADMIN"), Instant.now().minusSeconds(600));
	}

	private static String bearer(String name, String claim, Object value) {
		return bearer(name, claim, value, Instant.now().plusSeconds(600));
	}

	private static String bearer(String name, String claim, Object value, Instant expiry) {
		JwtClaimsSet claims = JwtClaimsSet.builder().subject(name).claim(claim, value).expiresAt(expiry).build();
		JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
		return "Bearer "
				+ new NimbusJwtEncoder(new ImmutableSecret<>(KEY)).encode(JwtEncoderParameters.from(header, claims))
					.getTokenValue();
	}

}
