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

package dev.replboot.kit.web;

import java.security.Principal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The principal of a call, as a servlet's request shows it.
 *
 * @param principal the principal, or {@code null}
 * @param authorities the principal's authorities
 */
record CallIdentity(@Nullable Principal principal, Set<String> authorities) {

	static final CallIdentity NONE = new CallIdentity(null, Set.of());

	boolean isInRole(String role) {
		return this.authorities.contains(role.startsWith("ROLE_") ? role : "ROLE_" + role);
	}

}
