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
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Binds to a port of one loopback address, or of both families: what {@code localhost}
 * leads a client to is one or the other, and who has the one that is left free would read
 * the token that is sent there.
 */
public final class TcpBinder implements ServerBinder {

	private static final Log logger = LogFactory.getLog(TcpBinder.class);

	private static final int BACKLOG = 128;

	/**
	 * How often another free port is tried when it is taken in the other family.
	 */
	private static final int TRIES = 16;

	private final List<InetAddress> addresses;

	private final int port;

	private final String prefix;

	/**
	 * Create a binder.
	 * @param address where to bind; must be a loopback address; {@code null} for
	 * 127.0.0.1 and, where the host has it, ::1
	 * @param port the port, or 0 for one that is free
	 * @param prefix what the properties of the listener begin with
	 */
	public TcpBinder(@Nullable InetAddress address, int port, String prefix) {
		if (address != null && !address.isLoopbackAddress()) {
			throw new IllegalArgumentException(address + " is not a loopback address");
		}
		this.addresses = (address != null) ? List.of(address) : both();
		this.port = port;
		this.prefix = prefix;
	}

	private static List<InetAddress> both() {
		try {
			InetAddress four = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
			InetAddress six = InetAddress.getByName("::1");
			// none in many containers, or for a JVM that is told to keep to IPv4
			return (NetworkInterface.getByInetAddress(six) != null) ? List.of(four, six) : List.of(four);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public BoundServer bind(String listener) {
		for (int tried = 1;; tried++) {
			List<ServerSocketChannel> servers = new ArrayList<>();
			boolean bound = false;
			try {
				int number = this.port;
				for (InetAddress address : this.addresses) {
					ServerSocketChannel server = ServerSocketChannel.open();
					servers.add(server);
					server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
					server.bind(new InetSocketAddress(address, number), BACKLOG);
					number = server.socket().getLocalPort();
				}
				bound = true;
				return new BoundPort(servers);
			}
			catch (UnsupportedAddressTypeException ex) {
				throw new ListenerBindException(listener + " can't listen on " + place(servers.size() - 1)
						+ " (this JVM keeps to IPv4). Set " + this.prefix + ".address to 127.0.0.1, or remove it.", ex);
			}
			catch (IOException ex) {
				if (this.port != 0 || servers.size() < 2 || tried == TRIES) {
					throw refusal(listener, servers.size() - 1, ex);
				}
			}
			finally {
				if (!bound) {
					closeAll(servers);
				}
			}
		}
	}

	private String place(int failed) {
		InetAddress address = this.addresses.get(Math.max(failed, 0));
		return BoundServer.hostAndPort((address instanceof Inet6Address) ? "::1" : address.getHostAddress(), this.port);
	}

	private ListenerBindException refusal(String listener, int failed, IOException cause) {
		InetAddress address = this.addresses.get(Math.max(failed, 0));
		String sentence = listener + " can't listen on " + place(failed) + " (" + cause.getMessage()
				+ "). Free the port, or set " + this.prefix + ".port to another one; 0 picks a free one.";
		return new ListenerBindException((failed < 1) ? sentence
				: sentence + " Whoever has it would read the token of" + " a client for which localhost is "
						+ address.getHostAddress() + ". To listen on 127.0.0.1 all the same,"
						+ " and connect to no other address, set " + this.prefix + ".address to it.",
				cause);
	}

	private static void closeAll(List<ServerSocketChannel> servers) {
		for (ServerSocketChannel server : servers) {
			try {
				server.close();
			}
			catch (IOException ex) {
				logger.warn("A port of the REPL could not be closed: " + ex);
			}
		}
	}

	/**
	 * A port.
	 */
	private static final class BoundPort implements BoundServer {

		private final List<ServerSocketChannel> servers;

		private final String host;

		private final int port;

		private BoundPort(List<ServerSocketChannel> servers) {
			this.servers = List.copyOf(servers);
			InetSocketAddress local = (InetSocketAddress) servers.get(0).socket().getLocalSocketAddress();
			this.host = local.getAddress().getHostAddress();
			this.port = local.getPort();
		}

		@Override
		public List<ServerSocketChannel> channels() {
			return this.servers;
		}

		@Override
		public ListenerAddress address(String protocol) {
			return new ListenerAddress(protocol, this.host, this.port,
					List.of("nc " + this.host + " " + this.port,
							"ssh -L " + this.port + ":" + BoundServer.hostAndPort(this.host, this.port) + " "
									+ BoundServer.sshDestination() + "  # then: nc 127.0.0.1 " + this.port));
		}

		@Override
		public void close() {
			closeAll(this.servers);
		}

	}

}
