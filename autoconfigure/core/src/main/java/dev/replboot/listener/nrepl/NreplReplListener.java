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

import java.time.Duration;
import java.util.function.Consumer;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.listener.BoundServer;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionAdmission;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ReplListener;
import dev.replboot.listener.ServerBinder;

/**
 * The nREPL server: what CIDER, Calva, Conjure, fireplace and {@code lein repl :connect}
 * talk to. Speaks the protocol itself, so that nothing of it runs unguarded in Clojure.
 */
public final class NreplReplListener implements ReplListener {

	static final String PROTOCOL = "nrepl";

	private final ServerBinder binder;

	private final Duration idle;

	private final ConnectionAdmission.Bounds bounds;

	private final DenialListener denials;

	/**
	 * Create the listener.
	 * @param binder where to accept connections
	 * @param idle how long a connection may be silent while nothing is evaluated
	 * @param bounds the bounds of the time before a token came
	 * @param denials told of everybody who is turned away
	 */
	public NreplReplListener(ServerBinder binder, Duration idle, ConnectionAdmission.Bounds bounds,
			DenialListener denials) {
		this.binder = binder;
		this.idle = idle;
		this.bounds = bounds;
		this.denials = denials;
	}

	@Override
	public String protocol() {
		return PROTOCOL;
	}

	@Override
	public Bound bind(Services services) {
		BoundServer server = this.binder.bind("The nREPL server");
		ConnectionAdmission admission = new ConnectionAdmission(PROTOCOL, services.tokens(), services.peers(),
				this.bounds, this.denials, (connection, principal, byToken) -> {
					throw new ReplRefusedException(ReplRefusedException.Reason.MALFORMED,
							"An nREPL connection begins with a message. Connect with an nREPL client.");
				});
		NreplDescription description = new NreplDescription(services.evaluator().clojureVersion());
		Consumer<Connection> admit = (connection) -> admission.admit(connection,
				new NreplHandshake(connection, admission, description,
						(accepted, principal, sessions, token) -> NreplConnection.begin(
								new NreplConnection.Context(services, accepted, principal, description, this.idle),
								sessions, token)));
		server.channels().forEach((channel) -> services.loop().serve(channel, admit));
		ListenerAddress address = server.address(PROTOCOL);
		return new BoundNrepl(server, address.withConnect(EditorLines.of(address)));
	}

	/**
	 * The bound listener.
	 *
	 * @param server accepts the connections
	 * @param address where
	 */
	private record BoundNrepl(BoundServer server, ListenerAddress address) implements Bound {

		@Override
		public void close() {
			this.server.close();
		}

	}

}
