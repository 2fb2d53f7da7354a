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

import java.util.List;

import dev.replboot.access.TokenStore;
import dev.replboot.eval.Evaluator;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionRegistry;

/**
 * A protocol by which the REPL can be reached. Bound when the REPL opens.
 */
public interface ReplListener {

	/**
	 * The protocol's name.
	 * @return for example {@code socket}
	 */
	String protocol();

	/**
	 * Accept connections.
	 * @param services what it needs
	 * @return where it can be reached
	 * @throws ListenerBindException if the address is taken
	 */
	Bound bind(Services services);

	/**
	 * What a listener needs while it is bound.
	 *
	 * @param loop serves the connections
	 * @param tokens who is let in
	 * @param sessions the sessions that there are
	 * @param evaluator what evaluates for them
	 * @param greeting what a session is told first
	 * @param peers finds out who is at the other end of a connection
	 */
	record Services(IoLoop loop, TokenStore tokens, SessionRegistry sessions, Evaluator evaluator, Greeting greeting,
			PeerResolver peers) {

	}

	/**
	 * What a session is told first.
	 */
	@FunctionalInterface
	interface Greeting {

		/**
		 * Tell a session where it is.
		 * @param session the new session
		 * @return one sentence a line
		 */
		List<String> lines(ReplSession session);

	}

	/**
	 * A listener that is bound.
	 */
	interface Bound {

		/**
		 * Where it can be reached.
		 * @return the address and how to connect to it
		 */
		ListenerAddress address();

		/**
		 * Stop accepting connections. Sessions go on.
		 */
		void close();

	}

}
