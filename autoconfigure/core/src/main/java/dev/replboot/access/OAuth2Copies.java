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

import java.net.URL;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/**
 * Copies what OAuth2 knows of a principal, without tokens. Apart, because OAuth2 may be
 * absent.
 */
final class OAuth2Copies {

	/**
	 * Stands where a token's value was.
	 */
	static final String REMOVED = "(removed)";

	private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(token|password|secret|credential|assertion)s?");

	// JSON Web Tokens, signed or encrypted
	private static final Pattern COMPACT = Pattern.compile("eyJ[\\w-]*\\.[\\w.-]*");

	private OAuth2Copies() {
	}

	static @Nullable Object principal(@Nullable Object principal, String name, List<GrantedAuthority> authorities) {
		return (principal instanceof OAuth2AuthenticatedPrincipal known) ? copy(known, name, authorities, null) : null;
	}

	static OAuth2AuthenticatedPrincipal copy(OAuth2AuthenticatedPrincipal principal, String name,
			List<GrantedAuthority> authorities, @Nullable String token) {
		Map<String, Object> attributes = claims(principal.getAttributes(), name);
		attributes.values().removeIf((value) -> value.equals(token));
		return new DefaultOAuth2AuthenticatedPrincipal(name, attributes, authorities);
	}

	/**
	 * Copy claims or attributes.
	 * @param claims by name
	 * @param name what the subject is called if nothing is left
	 * @return the plain values that are no tokens
	 */
	static Map<String, Object> claims(Map<String, ? extends @Nullable Object> claims, String name) {
		Map<String, Object> copy = new LinkedHashMap<>();
		claims.forEach((key, value) -> {
			Object plain = SECRET_NAME.matcher(key).matches() ? null : plain(value);
			if (plain != null) {
				copy.put(key, plain);
			}
		});
		copy.putIfAbsent("sub", name);
		return copy;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof String text) {
			return COMPACT.matcher(text).matches() ? null : text;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> named = new LinkedHashMap<>();
			map.forEach((key, each) -> named.put(String.valueOf(key), each));
			Map<String, Object> copy = claims(named, "");
			if (!named.containsKey("sub")) {
				copy.remove("sub");
			}
			return copy;
		}
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(OAuth2Copies::plain).filter(Objects::nonNull).toList();
		}
		boolean simple = value instanceof Number || value instanceof Boolean || value instanceof Instant
				|| value instanceof Date || value instanceof URL;
		return simple ? value : null;
	}

}
