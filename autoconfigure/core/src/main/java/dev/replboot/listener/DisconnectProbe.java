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

package dev.replboot.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

import dev.replboot.access.peer.ConnectionReset;
import dev.replboot.access.peer.TcpTable;

/**
 * Tells a client that has closed its connection from one that has only ended its input,
 * as {@code nc -N} does. To us both look the same until something is written; Linux shows
 * the difference in {@code /proc/net/tcp}, where a socket that no process has any more
 * has no inode, and on a Unix domain socket the kernel says so. Where that can't be seen,
 * the client counts as still there.
 */
public final class DisconnectProbe {

	private final SocketChannel channel;

	/**
	 * Create a probe.
	 * @param channel our end of the connection
	 */
	public DisconnectProbe(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Whether no process has the other end any more.
	 * @return {@code true} only if that is certain
	 */
	public boolean isGone() {
		try {
			SocketAddress local = this.channel.getLocalAddress();
			SocketAddress remote = this.channel.getRemoteAddress();
			if (!(local instanceof InetSocketAddress ours) || !(remote instanceof InetSocketAddress theirs)) {
				return ConnectionReset.happened(this.channel);
			}
			if (!TcpTable.system().isReadable()) {
				return false;
			}
			// no row at all: the other end isn't even waiting for our last bytes
			return TcpTable.system().rows(theirs, ours).stream().allMatch((row) -> row.inode() == 0);
		}
		catch (IOException ex) {
			return !this.channel.isOpen();
		}
	}

}
