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

package dev.replboot.access.peer;

import java.util.Locale;

import dev.replboot.api.Internal;

/**
 * What is demanded of the operating system's user at the other end of a connection.
 */
@Internal
public enum PeerRequirement {

	/**
	 * Nothing. Who it is goes on record where it can be found out.
	 */
	NONE,

	/**
	 * The user that the application runs as.
	 */
	SAME_USER,

	/**
	 * One of {@code repl.peer.users}.
	 */
	LISTED,

	/**
	 * A user whom the application's {@code UserDetailsService} knows by the same name.
	 * Replaces the token on a Unix domain socket.
	 */
	MAPPED;

	/**
	 * The value as it is written in a property.
	 * @return for example {@code same-user}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
