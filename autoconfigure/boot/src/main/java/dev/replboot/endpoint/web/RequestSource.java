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

package dev.replboot.endpoint.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ClientAddress;
import dev.replboot.access.Peer;

/**
 * Where a request comes from, and as whom it wants to be seen. Never has the password.
 *
 * @param address the client's address, as the application knows it, or {@code null}
 * @param kind the kind of credentials that were sent, or {@code null} for none
 * @param name the name that HTTP Basic has, as it was sent, or {@code null}
 */
public record RequestSource(@Nullable ClientAddress address, @Nullable String kind, @Nullable String name) {

	private static final String BASIC = "Basic";

	private static final String BEARER = "Bearer ";

	/**
	 * Look at a request.
	 * @param address the client's address, as the application knows it, or {@code null}
	 * @param authorization the header {@code Authorization}, or {@code null}
	 * @return the source
	 */
	public static RequestSource of(@Nullable String address, @Nullable String authorization) {
		ClientAddress client = (address != null) ? ClientAddress.of(address) : null;
		if (authorization == null) {
			return new RequestSource(client, null, null);
		}
		String header = authorization.trim();
		if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
			// as Spring Security reads it, which takes any character for the blank
			String credentials = (header.length() > BASIC.length()) ? header.substring(BASIC.length() + 1) : "";
			return new RequestSource(client, "basic", name(credentials.strip()));
		}
		boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
		return new RequestSource(client, bearer ? "bearer" : "other", null);
	}

	private static @Nullable String name(String encoded) {
		try {
			String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
			int colon = decoded.indexOf(':');
			return (colon >= 0) ? decoded.substring(0, colon) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Whether credentials were sent.
	 * @return whether they were
	 */
	public boolean tried() {
		return this.kind != null;
	}

	/**
	 * Where the request comes from.
	 * @return the peer, or {@code null}
	 */
	public @Nullable Peer peer() {
		return (this.address != null) ? Peer.at(this.address.text()) : null;
	}

}
