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

import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as the operating system told.
 *
 * @param address where the connection came from: host and port, or the socket file that
 * was connected to
 * @param user the name of the operating system's user, or {@code null} when it isn't
 * known
 * @param uid the number of that user, or {@code null} when it isn't known
 * @since 0.1.0
 */
public record Peer(String address, @Nullable String user, @Nullable Long uid) {

	/**
	 * A peer of whom nothing but the address is known.
	 * @param address where the connection came from
	 * @return the peer
	 */
	public static Peer at(String address) {
		return new Peer(address, null, null);
	}

	/**
	 * Whether the operating system told whose connection it is.
	 * @return whether the user's number is known
	 */
	public boolean identified() {
		return this.uid != null;
	}

	/**
	 * The peer, for people.
	 * @return for example {@code bob (uid 1001), 127.0.0.1:40112}
	 */
	public String words() {
		if (this.uid == null) {
			return this.address;
		}
		return ((this.user != null) ? this.user + " (uid " + this.uid + ")" : "uid " + this.uid) + ", " + this.address;
	}

}
