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

import dev.replboot.api.Internal;

/**
 * Reads the names of roles in properties. A name is
 * <ul>
 * <li>the authority that follows {@code authority:}, whatever it looks like,</li>
 * <li>an authority as it is, if it begins with a prefix of Spring Security's
 * ({@code ROLE_}, {@code SCOPE_}, {@code FACTOR_}), begins with the application's own
 * prefix of roles, or has a colon, as permissions do,</li>
 * <li>else the role of that name: an authority with the prefix of roles.</li>
 * </ul>
 */
@Internal
public final class RoleNames {

	/**
	 * Prefix of roles, unless the application has another one.
	 */
	public static final String DEFAULT_PREFIX = "ROLE_";

	private static final String EXPLICIT = "authority:";

	private static final List<String> PREFIXES = List.of(DEFAULT_PREFIX, "SCOPE_", "FACTOR_");

	private final String prefix;

	/**
	 * Create the reader.
	 * @param prefix what roles begin with, as {@code GrantedAuthorityDefaults} has it;
	 * may be empty
	 */
	public RoleNames(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * The authority that a name stands for.
	 * @param name the name of a role or an authority
	 * @return for example {@code ROLE_REPL_ADMIN}
	 * @throws IllegalArgumentException if the name is blank
	 */
	public String authority(String name) {
		boolean explicit = name.startsWith(EXPLICIT);
		String named = explicit ? name.substring(EXPLICIT.length()) : name;
		if (named.isBlank()) {
			throw new IllegalArgumentException("A role of repl.roles must not be blank.");
		}
		return (explicit || isAuthority(named)) ? named : this.prefix + named;
	}

	private boolean isAuthority(String name) {
		return name.indexOf(':') >= 0 || name.startsWith(this.prefix) || PREFIXES.stream().anyMatch(name::startsWith);
	}

}
