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

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import dev.replboot.api.Internal;

/**
 * Tells whether a connection was reset, or on a Unix domain socket closed, although bytes
 * of it are still to be read. Writing would tell as well, but there may be nothing yet
 * that the protocol allows to be said.
 */
@Internal
public final class ConnectionReset {

	private ConnectionReset() {
	}

	/**
	 * Look at a connection.
	 * @param channel our end of it, not blocking
	 * @return {@code true} if nothing that is written to it will arrive
	 */
	public static boolean happened(SocketChannel channel) {
		if (!channel.isOpen()) {
			return true;
		}
		// a channel that is connected can't become so, and is selected for it only when
		// the kernel reports an error or a hang-up, which it does unasked
		try (Selector selector = Selector.open()) {
			channel.register(selector, SelectionKey.OP_CONNECT);
			return selector.selectNow() > 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
