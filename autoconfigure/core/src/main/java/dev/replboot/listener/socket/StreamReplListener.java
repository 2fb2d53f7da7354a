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

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.listener.BoundServer;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionAdmission;
import dev.replboot.listener.ConnectionHandler;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ReplListener;
import dev.replboot.listener.ServerBinder;

/**
 * A listener whose connections are sessions from the line after the token on: forms come
 * in one after the other.
 */
public abstract class StreamReplListener implements ReplListener {

	private final String protocol;

	private final String title;

	private final ServerBinder binder;

	private final SocketSession.Limits limits;

	private final ConnectionAdmission.Bounds bounds;

	private final DenialListener denials;

	/**
	 * Create the listener.
	 * @param protocol the protocol's name
	 * @param title what it is called in a sentence
	 * @param binder where to accept connections
	 * @param limits the limits of each session
	 * @param bounds the bounds of the time before a token came
	 * @param denials told of everybody who is turned away
	 */
	protected StreamReplListener(String protocol, String title, ServerBinder binder, SocketSession.Limits limits,
			ConnectionAdmission.Bounds bounds, DenialListener denials) {
		this.protocol = protocol;
		this.title = title;
		this.binder = binder;
		this.limits = limits;
		this.bounds = bounds;
		this.denials = denials;
	}

	@Override
	public final String protocol() {
		return this.protocol;
	}

	@Override
	public final Bound bind(Services services) {
		BoundServer server = this.binder.bind(this.title);
		ConnectionAdmission admission = new ConnectionAdmission(this.protocol, services.tokens(), services.peers(),
				this.bounds, this.denials,
				(connection, principal, byToken) -> enter(services, connection, principal, byToken));
		server.channels().forEach((channel) -> services.loop().serve(channel, admission::admit));
		return new BoundStream(server, address(server.address(this.protocol)));
	}

	private ConnectionHandler enter(Services services, Connection connection, ReplPrincipal principal,
			boolean byToken) {
		return SocketSession.start(services, connection, principal, this.protocol, this.limits,
				dialect(services, connection, byToken));
	}

	/**
	 * Make what words the answers.
	 * @param services what a listener needs
	 * @param connection the connection
	 * @param byToken whether a token came first
	 * @return a dialect for one session
	 */
	protected abstract Dialect dialect(Services services, Connection connection, boolean byToken);

	/**
	 * Say how to connect.
	 * @param bound the address with the lines that connect {@code nc}
	 * @return the address with all lines
	 */
	protected ListenerAddress address(ListenerAddress bound) {
		return bound;
	}

	/**
	 * The bound listener.
	 *
	 * @param server accepts the connections
	 * @param address where
	 */
	private record BoundStream(BoundServer server, ListenerAddress address) implements Bound {

		@Override
		public void close() {
			this.server.close();
		}

	}

}
