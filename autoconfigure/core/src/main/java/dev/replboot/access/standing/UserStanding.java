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

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Asks the application's users. What was true of the user when the token was given has to
 * stay true: no authority may be gone.
 */
final class UserStanding implements Standing {

	private final UserLookup users;

	private final String name;

	private final LostAuthorities lost;

	UserStanding(UserLookup users, String name, UserDetails user) {
		this.users = users;
		this.name = name;
		this.lost = new LostAuthorities(user.getAuthorities());
	}

	@Override
	public @Nullable String fault() {
		UserDetails user;
		try {
			user = this.users.load(this.name);
		}
		catch (AccountStatusException ex) {
			return refused(this.name, ex);
		}
		if (user == null) {
			return this.name + " is no longer a user of the application.";
		}
		String fault = account(this.name, user);
		if (fault != null) {
			return fault;
		}
		Set<String> gone = this.lost.since(user.getAuthorities());
		return gone.isEmpty() ? null : this.name + " no longer has the authority " + String.join(", ", gone)
				+ ", with which the token was given. Get another one with POST on the repl endpoint.";
	}

	static @Nullable String account(String name, UserDetails user) {
		String fault = !user.isEnabled() ? "is disabled"
				: !user.isAccountNonLocked() ? "is locked" : !user.isAccountNonExpired() ? "has expired" : null;
		if (fault == null && !user.isCredentialsNonExpired()) {
			return "The password of " + name + " has expired.";
		}
		return (fault != null) ? "The account of " + name + " " + fault + "." : null;
	}

	// some services say it when they load a user
	static String refused(String name, AccountStatusException ex) {
		return "The account of " + name + " may not log in: " + ex.getMessage();
	}

	@Override
	public String words() {
		return "The application's users are asked at each connection and while a session lasts.";
	}

}
