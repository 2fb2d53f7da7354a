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

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.security.core.GrantedAuthority;

/**
 * Remembers the authorities that a token was given with.
 */
final class LostAuthorities {

	private final Set<String> before;

	LostAuthorities(Collection<? extends GrantedAuthority> before) {
		this.before = names(before);
	}

	/**
	 * Which of them are gone.
	 * @param now the authorities that there are now
	 * @return the names, in order
	 */
	Set<String> since(Collection<? extends GrantedAuthority> now) {
		Set<String> lost = new TreeSet<>(this.before);
		lost.removeAll(names(now));
		return lost;
	}

	static Set<String> names(Collection<? extends GrantedAuthority> authorities) {
		Set<String> names = new TreeSet<>();
		for (GrantedAuthority authority : authorities) {
			String name = authority.getAuthority();
			if (name != null) {
				names.add(name);
			}
		}
		return names;
	}

}
