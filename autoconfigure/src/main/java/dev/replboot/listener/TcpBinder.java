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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Binds to a port of a loopback address.
 *
 * @since 0.1.0
 */
public final class TcpBinder implements ServerBinder {

	private static final Log logger = LogFactory.getLog(TcpBinder.class);

	private static final int BACKLOG = 128;

	private final InetAddress address;

	private final int port;

	private final String property;

	/**
	 * Create the binder.
	 * @param address where to bind; must be a loopback address
	 * @param port the port, or 0 for one that is free
	 * @param property the property that sets the port
	 */
	public TcpBinder(InetAddress address, int port, String property) {
		if (!address.isLoopbackAddress()) {
			throw new IllegalArgumentException(address + " is not a loopback address");
		}
		this.address = address;
		this.port = port;
		this.property = property;
	}

	@Override
	public BoundServer bind(String listener) {
		try {
			ServerSocketChannel server = ServerSocketChannel.open();
			try {
				server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
				server.bind(new InetSocketAddress(this.address, this.port), BACKLOG);
				return new BoundPort(server);
			}
			catch (IOException ex) {
				server.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new ListenerBindException(listener + " can't listen on " + this.address.getHostAddress() + ":"
					+ this.port + " (" + ex.getMessage() + "). Free the port, or set " + this.property
					+ " to another one; 0 picks a free one.", ex);
		}
	}

	/**
	 * A port.
	 */
	private static final class BoundPort implements BoundServer {

		private final ServerSocketChannel server;

		private final String host;

		private final int port;

		private BoundPort(ServerSocketChannel server) {
			this.server = server;
			InetSocketAddress local = (InetSocketAddress) server.socket().getLocalSocketAddress();
			this.host = local.getAddress().getHostAddress();
			this.port = local.getPort();
		}

		@Override
		public ServerSocketChannel channel() {
			return this.server;
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
			try {
				this.server.close();
			}
			catch (IOException ex) {
				logger.warn("Port " + this.port + " of the REPL could not be closed: " + ex);
			}
		}

	}

}
