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
import dev.replboot.listener.Connection;
import dev.replboot.listener.ConnectionAdmission;
import dev.replboot.listener.ServerBinder;

/**
 * The socket REPL: what {@code nc} and any terminal can talk to. The semantics are those
 * of {@code clojure.core.server/repl}.
 */
public final class SocketReplListener extends StreamReplListener {

	/**
	 * Create the listener.
	 * @param binder where to accept connections
	 * @param limits the limits of each session
	 * @param bounds the bounds of the time before a token came
	 * @param denials told of everybody who is turned away
	 */
	public SocketReplListener(ServerBinder binder, SocketSession.Limits limits, ConnectionAdmission.Bounds bounds,
			DenialListener denials) {
		super("socket", "The socket REPL", binder, limits, bounds, denials);
	}

	@Override
	protected Dialect dialect(Services services, Connection connection, boolean byToken) {
		return new PlainDialect(services.greeting(), connection.output());
	}

}
