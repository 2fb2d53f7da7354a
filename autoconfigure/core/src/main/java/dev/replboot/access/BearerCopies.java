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

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

/**
 * Copies the authentication of an opaque bearer token. Apart, because the resource
 * server's classes may be absent.
 */
final class BearerCopies {

	private BearerCopies() {
	}

	static @Nullable Authentication copy(Authentication authentication, String name,
			List<GrantedAuthority> authorities) {
		if (!(authentication instanceof BearerTokenAuthentication bearer)
				|| !(bearer.getPrincipal() instanceof OAuth2AuthenticatedPrincipal principal)) {
			return null;
		}
		OAuth2AccessToken token = bearer.getToken();
		return new BearerTokenAuthentication(OAuth2Copies.copy(principal, name, authorities, token.getTokenValue()),
				new OAuth2AccessToken(token.getTokenType(), OAuth2Copies.REMOVED, token.getIssuedAt(),
						token.getExpiresAt(), token.getScopes()),
				authorities);
	}

}
