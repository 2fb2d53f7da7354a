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

package dev.replboot.listener.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionHandler;
import dev.replboot.listener.Doorkeeper;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ListenerBindException;
import dev.replboot.listener.ReplListener;

/**
 * The socket REPL: what {@code nc} and any terminal can talk to. The semantics are those
 * of {@code clojure.core.server/repl}.
 *
 * @since 0.1.0
 */
public final class SocketReplListener implements ReplListener {

	private static final Log logger = LogFactory.getLog(SocketReplListener.class);

	private static final String PROTOCOL = "socket";

	private static final int BACKLOG = 128;

	private final InetAddress address;

	private final int port;

	private final SocketSession.Limits limits;

	private final Doorkeeper.Bounds bounds;

	private final DenialListener denials;

	/**
	 * Create the listener.
	 * @param address where to bind; must be a loopback address
	 * @param port the port, or 0 for one that is free
	 * @param limits the limits of each session
	 * @param bounds the bounds of the time before a token came
	 * @param denials told of everybody who is turned away
	 */
	public SocketReplListener(InetAddress address, int port, SocketSession.Limits limits, Doorkeeper.Bounds bounds,
			DenialListener denials) {
		if (!address.isLoopbackAddress()) {
			throw new IllegalArgumentException(address + " is not a loopback address");
		}
		this.address = address;
		this.port = port;
		this.limits = limits;
		this.bounds = bounds;
		this.denials = denials;
	}

	@Override
	public String protocol() {
		return PROTOCOL;
	}

	@Override
	public Bound bind(Services services) {
		ServerSocketChannel server = bind();
		Doorkeeper doorkeeper = new Doorkeeper(PROTOCOL, services.tokens(), this.bounds, this.denials,
				(connection, principal) -> enter(services, connection, principal));
		services.loop().serve(server, doorkeeper::admit);
		return new BoundSocket(server);
	}

	private ServerSocketChannel bind() {
		try {
			ServerSocketChannel server = ServerSocketChannel.open();
			try {
				server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
				server.bind(new InetSocketAddress(this.address, this.port), BACKLOG);
				return server;
			}
			catch (IOException ex) {
				server.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new ListenerBindException("The socket REPL can't listen on " + this.address.getHostAddress() + ":"
					+ this.port + " (" + ex.getMessage() + "). Free the port, or set repl.socket.port to another one;"
					+ " 0 picks a free one.", ex);
		}
	}

	private ConnectionHandler enter(Services services, Connection connection, ReplPrincipal principal) {
		return SocketSession.start(services, connection, principal, PROTOCOL, this.limits);
	}

	/**
	 * The bound port.
	 */
	private static final class BoundSocket implements Bound {

		private final ServerSocketChannel server;

		private final ListenerAddress address;

		private BoundSocket(ServerSocketChannel server) {
			this.server = server;
			InetSocketAddress local = (InetSocketAddress) server.socket().getLocalSocketAddress();
			String host = local.getAddress().getHostAddress();
			int port = local.getPort();
			this.address = new ListenerAddress(PROTOCOL, host, port,
					List.of("nc " + host + " " + port, "ssh -L " + port + ":" + host + ":" + port + " "
							+ System.getProperty("user.name") + "@" + hostName() + "  # then: nc 127.0.0.1 " + port));
		}

		private static String hostName() {
			try {
				return InetAddress.getLocalHost().getHostName();
			}
			catch (IOException ex) {
				// a host that doesn't know its own name; the reader does
				return "HOST";
			}
		}

		@Override
		public ListenerAddress address() {
			return this.address;
		}

		@Override
		public void close() {
			try {
				this.server.close();
			}
			catch (IOException ex) {
				logger.warn("The socket REPL's port could not be closed: " + ex);
			}
		}

	}

}
