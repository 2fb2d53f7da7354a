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

import java.nio.channels.SocketChannel;

import dev.replboot.access.Peer;
import dev.replboot.api.Internal;

/**
 * Finds out which user of the operating system is at the other end of a connection.
 */
@Internal
@FunctionalInterface
public interface PeerLookup {

	/**
	 * Look the peer up. May read files and ask the system's directory of users, so it
	 * must not be called on the thread that serves all connections.
	 * @param channel our end of the connection
	 * @param address what to call the other end
	 * @return the peer, without a user when that can't be told for certain
	 */
	Peer identify(SocketChannel channel, String address);

}
