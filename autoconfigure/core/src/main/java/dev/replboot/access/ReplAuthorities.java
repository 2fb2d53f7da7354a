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

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import dev.replboot.api.Internal;

/**
 * Which authority stands for which role.
 */
@Internal
public final class ReplAuthorities {

	private final Map<ReplRole, String> authorities = new EnumMap<>(ReplRole.class);

	/**
	 * Create the mapping from the names of the roles, as {@link RoleNames} reads them in
	 * an application that has no other prefix for roles than {@code ROLE_}.
	 * @param viewer the viewer's role
	 * @param user the user's role
	 * @param admin the administrator's role
	 * @param auditor the auditor's role
	 */
	public ReplAuthorities(String viewer, String user, String admin, String auditor) {
		this(new RoleNames(RoleNames.DEFAULT_PREFIX), viewer, user, admin, auditor);
	}

	/**
	 * Create the mapping from the names of the roles.
	 * @param names reads them
	 * @param viewer the viewer's role
	 * @param user the user's role
	 * @param admin the administrator's role
	 * @param auditor the auditor's role
	 */
	public ReplAuthorities(RoleNames names, String viewer, String user, String admin, String auditor) {
		this.authorities.put(ReplRole.VIEWER, names.authority(viewer));
		this.authorities.put(ReplRole.USER, names.authority(user));
		this.authorities.put(ReplRole.ADMIN, names.authority(admin));
		this.authorities.put(ReplRole.AUDITOR, names.authority(auditor));
	}

	/**
	 * The authority that stands for a role.
	 * @param role the role
	 * @return its name, such as {@code ROLE_REPL_ADMIN}
	 */
	public String authority(ReplRole role) {
		return Objects.requireNonNull(this.authorities.get(role));
	}

	/**
	 * Whether the principal has the role or one that includes it.
	 * @param principal who asks
	 * @param role what is asked for
	 * @return whether they have it
	 */
	public boolean has(ReplPrincipal principal, ReplRole role) {
		for (ReplRole candidate : ReplRole.values()) {
			if (candidate.includes(role) && principal.authorities().contains(this.authorities.get(candidate))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Refuse who doesn't have the role.
	 * @param principal who asks
	 * @param role what is asked for
	 * @param action what they want to do, to follow "may not"
	 * @throws ReplRefusedException if they don't have it
	 */
	public void require(ReplPrincipal principal, ReplRole role, String action) {
		if (!has(principal, role)) {
			throw new ReplRefusedException(ReplRefusedException.Reason.FORBIDDEN,
					principal.name() + " can't " + action + ": the required authority is " + this.authorities.get(role)
							+ " (repl.roles." + role.name().toLowerCase(java.util.Locale.ROOT) + ").");
		}
	}

}
