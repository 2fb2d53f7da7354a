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

package dev.replboot.listener.prepl;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.DenialListener;
import dev.replboot.listener.BoundServer;
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionAdmission;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ServerBinder;
import dev.replboot.listener.socket.Dialect;
import dev.replboot.listener.socket.SocketSession;
import dev.replboot.listener.socket.StreamReplListener;

/**
 * The prepl: what {@code clojure.core.server/remote-prepl} and tools that want data talk
 * to. The token is the first form.
 */
public final class PreplReplListener extends StreamReplListener {

	private static final int LOCAL_PORT = 7889;

	/**
	 * Create the listener.
	 * @param binder where to accept connections
	 * @param limits the limits of each session
	 * @param bounds the bounds of the time before a token came
	 * @param denials told of everybody who is turned away
	 */
	public PreplReplListener(ServerBinder binder, SocketSession.Limits limits, ConnectionAdmission.Bounds bounds,
			DenialListener denials) {
		super("prepl", "The prepl", binder, limits, bounds, denials);
	}

	@Override
	protected Dialect dialect(Services services, Connection connection, boolean byToken) {
		return new PreplDialect(connection.output(), byToken);
	}

	@Override
	protected ListenerAddress address(ListenerAddress bound) {
		List<String> lines = new ArrayList<>();
		if (bound.path() != null) {
			lines.addAll(bound.connect());
			lines.add("ssh -L " + LOCAL_PORT + ":" + bound.path() + " " + BoundServer.sshDestination() + "  # then: "
					+ client("127.0.0.1", LOCAL_PORT));
		}
		else {
			lines.add(client(bound.host(), bound.port()));
			lines.addAll(bound.connect());
		}
		return bound.withConnect(lines);
	}

	// what stock Clojure has; it opens no socket files
	private static String client(@Nullable String host, @Nullable Integer port) {
		return "(clojure.core.server/remote-prepl \"" + host + "\" " + port
				+ " *in* prn)  ; the token is the first form";
	}

}
