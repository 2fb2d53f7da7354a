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

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;

/**
 * Asks whoever issued an opaque bearer token. That takes the token's value, which is kept
 * nowhere else: as the sum of two arrays, so that no search of the memory finds it, and
 * no longer than the token of the REPL lasts.
 */
final class TokenStanding implements Standing {

	private final TokenLookup issuer;

	private final String name;

	private final LostAuthorities lost;

	private final byte[] pad;

	private final byte[] sealed;

	private boolean forgotten;

	TokenStanding(TokenLookup issuer, String name, String token, Collection<? extends GrantedAuthority> authorities) {
		this.issuer = issuer;
		this.name = name;
		this.lost = new LostAuthorities(authorities);
		this.sealed = token.getBytes(StandardCharsets.UTF_8);
		this.pad = new byte[this.sealed.length];
		new SecureRandom().nextBytes(this.pad);
		mix(this.sealed, this.pad);
	}

	private static void mix(byte[] bytes, byte[] pad) {
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] ^= pad[i];
		}
	}

	private synchronized @Nullable String token() {
		if (this.forgotten) {
			return null;
		}
		byte[] bytes = this.sealed.clone();
		mix(bytes, this.pad);
		String token = new String(bytes, StandardCharsets.UTF_8);
		Arrays.fill(bytes, (byte) 0);
		return token;
	}

	@Override
	public @Nullable String fault() {
		String token = token();
		Collection<? extends GrantedAuthority> now = (token != null) ? this.issuer.introspect(token) : null;
		if (now == null) {
			return "The bearer token that " + this.name
					+ " asked with is no longer valid. Sign in again, and get another"
					+ " token with POST on the repl endpoint.";
		}
		Set<String> gone = this.lost.since(now);
		return gone.isEmpty() ? null : this.name + " no longer has the authority " + String.join(", ", gone)
				+ ", with which the token was given. Get another one with POST on the repl endpoint.";
	}

	@Override
	public String words() {
		return "The issuer of the bearer token is asked at each connection and while a session lasts.";
	}

	@Override
	public synchronized void forget() {
		this.forgotten = true;
		Arrays.fill(this.sealed, (byte) 0);
		Arrays.fill(this.pad, (byte) 0);
	}

}
