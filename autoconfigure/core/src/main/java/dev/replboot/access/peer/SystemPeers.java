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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

import jdk.net.ExtendedSocketOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;
import dev.replboot.api.Internal;

/**
 * Asks the kernel: for the credentials of a Unix domain socket's other end, and on
 * loopback TCP under Linux for the owner of the client's socket, which is in a table.
 * <p>
 * A row of that table is believed only if it is the one of its addresses, if a process
 * has the socket (otherwise the kernel shows root), and if it was read twice alike: a
 * socket that is let go of while its row is printed shows root with an inode. It tells
 * nothing yet when our own connection was reset and another client has its port since; so
 * whoever relies on the answer has to see afterwards that the connection still stands
 * ({@link ConnectionReset}).
 */
@Internal
public final class SystemPeers implements PeerLookup {

	private static final Log logger = LogFactory.getLog(SystemPeers.class);

	/**
	 * Rows move while the table is read, so that one can be missed or seen twice.
	 */
	private static final int ATTEMPTS = 3;

	/**
	 * ESTABLISHED, and FIN_WAIT1 and FIN_WAIT2: the client has ended its output and waits
	 * for our answers.
	 */
	private static final Set<Integer> STATES = Set.of(1, 4, 5);

	@Override
	public Peer identify(SocketChannel channel, String address) {
		try {
			SocketAddress local = channel.getLocalAddress();
			if (local instanceof UnixDomainSocketAddress) {
				return known(address, channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
			}
			if (local instanceof InetSocketAddress ours
					&& channel.getRemoteAddress() instanceof InetSocketAddress theirs
					&& ours.getAddress().isLoopbackAddress()) {
				Long uid = owner(theirs, ours);
				if (uid != null && !OsUsers.isAnybody(uid)) {
					return new Peer(address, OsUsers.name(uid), uid);
				}
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.debug("Who is at " + address + " could not be found out", ex);
		}
		return Peer.at(address);
	}

	private static Peer known(String address, UserPrincipal user) {
		Long uid = OsUsers.uid(user);
		if (uid == null || OsUsers.isAnybody(uid)) {
			return Peer.at(address);
		}
		return new Peer(address, OsUsers.named(user, uid), uid);
	}

	private static @Nullable Long owner(InetSocketAddress client, InetSocketAddress server) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			List<TcpTable.Row> first = TcpTable.system().rows(client, server);
			if (first.size() == 1 && first.equals(TcpTable.system().rows(client, server))) {
				TcpTable.Row row = first.get(0);
				return (STATES.contains(row.state()) && row.inode() != 0) ? row.uid() : null;
			}
		}
		return null;
	}

}
