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

package dev.replboot.listener.nrepl;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ListenerBindException;
import dev.replboot.listener.ReplListener;

/**
 * The bound port of the nREPL server.
 */
final class NreplPort implements ReplListener.Bound {

	private static final Log logger = LogFactory.getLog(NreplPort.class);

	private static final int BACKLOG = 128;

	private final ServerSocketChannel server;

	private final ListenerAddress address;

	NreplPort(ServerSocketChannel server) {
		this.server = server;
		InetSocketAddress local = (InetSocketAddress) server.socket().getLocalSocketAddress();
		String host = local.getAddress().getHostAddress();
		int port = local.getPort();
		this.address = new ListenerAddress(NreplReplListener.PROTOCOL, host, port,
				List.of("lein repl :connect " + host + ":" + port + "  # evaluate the token first",
						"ssh -L " + port + ":" + host + ":" + port + " " + System.getProperty("user.name") + "@"
								+ hostName() + "  # then: connect your editor to 127.0.0.1:" + port
								+ " and evaluate the token first"));
	}

	static ServerSocketChannel bind(InetAddress address, int port) {
		try {
			ServerSocketChannel server = ServerSocketChannel.open();
			try {
				server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
				server.bind(new InetSocketAddress(address, port), BACKLOG);
				return server;
			}
			catch (IOException ex) {
				server.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new ListenerBindException(
					"The nREPL server can't listen on " + address.getHostAddress() + ":" + port + " (" + ex.getMessage()
							+ "). Free the port, or set repl.nrepl.port to another one;" + " 0 picks a free one.",
					ex);
		}
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
			logger.warn("The nREPL server's port could not be closed: " + ex);
		}
	}

}
