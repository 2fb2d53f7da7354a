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

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.TokenStore;

/**
 * Lets the connections of one protocol in, and bounds those that haven't said who they
 * are: when there are too many, the oldest has to go, so that a flood of silent ones
 * doesn't keep anybody out who has a token ready.
 *
 * @since 0.1.0
 */
public final class Doorkeeper {

	private static final Log logger = LogFactory.getLog(Doorkeeper.class);

	private final String protocol;

	private final TokenStore tokens;

	private final Bounds bounds;

	private final DenialListener denials;

	private final Entry entry;

	private final Set<Gate> waiting = new LinkedHashSet<>();

	/**
	 * Create a doorkeeper.
	 * @param protocol the protocol's name
	 * @param tokens who is let in
	 * @param bounds how many may wait and how long
	 * @param denials told of everybody who is turned away
	 * @param entry what happens to those who are let in
	 */
	public Doorkeeper(String protocol, TokenStore tokens, Bounds bounds, DenialListener denials, Entry entry) {
		this.protocol = protocol;
		this.tokens = tokens;
		this.bounds = bounds;
		this.denials = denials;
		this.entry = entry;
	}

	/**
	 * Look after a new connection.
	 * @param connection the connection
	 */
	public void admit(Connection connection) {
		admit(connection, new TokenGate(connection, this));
	}

	/**
	 * Look after a new connection of a protocol that doesn't begin with a line.
	 * @param connection the connection
	 * @param gate takes the token
	 */
	public void admit(Connection connection, Gate gate) {
		connection.handler(gate);
		this.waiting.add(gate);
		if (this.waiting.size() > this.bounds.waiting()) {
			Gate oldest = this.waiting.iterator().next();
			// its token may be here already, and only not read yet
			oldest.readNow();
			if (this.waiting.contains(oldest)) {
				oldest.crowdedOut();
			}
		}
	}

	/**
	 * How long a connection may take to send a token.
	 * @return the time
	 */
	public Duration patience() {
		return this.bounds.patience();
	}

	/**
	 * Find out whose token it is.
	 * @param candidate what was sent
	 * @return the principal, or {@code null} when it is nobody's
	 */
	public @Nullable ReplPrincipal principal(String candidate) {
		return this.tokens.find(candidate);
	}

	void letIn(Gate gate, Connection connection, ReplPrincipal principal, ByteBuffer rest) {
		letIn(gate, connection, principal, rest, this.entry);
	}

	/**
	 * Begin a session for somebody whose token was right.
	 * @param gate who took the token
	 * @param connection the connection
	 * @param principal whose token it was
	 * @param rest what came after the token
	 * @param entry begins the session
	 */
	public void letIn(Gate gate, Connection connection, ReplPrincipal principal, ByteBuffer rest, Entry entry) {
		this.waiting.remove(gate);
		try {
			ConnectionHandler handler = entry.enter(connection, principal);
			connection.handler(handler);
			if (rest.hasRemaining()) {
				handler.received(rest);
			}
		}
		catch (ReplRefusedException ex) {
			gate.farewell(ex.getSentence());
			connection.close();
			report(Denial.Reason.SESSIONS, connection.remote());
		}
		catch (Throwable ex) {
			// an Error as well: there may be no memory or thread for one more session
			logger.error("A REPL session could not be started", ex);
			gate.farewell("The session could not be started: " + ex + ". The application's log says more.");
			connection.close();
		}
	}

	/**
	 * Put on record that somebody was turned away.
	 * @param gate who did
	 * @param reason why
	 * @param remote where the connection came from
	 */
	public void turnAway(Gate gate, Denial.Reason reason, String remote) {
		this.waiting.remove(gate);
		report(reason, remote);
	}

	private void report(Denial.Reason reason, String remote) {
		try {
			this.denials.denied(new Denial(reason, this.protocol, remote));
		}
		catch (RuntimeException ex) {
			// whoever it was is turned away all the same
			logger.error("A connection to the REPL that was turned away could not be recorded", ex);
		}
	}

	/**
	 * Forget somebody who went without having tried anything.
	 * @param gate who waited for the token
	 */
	public void gone(Gate gate) {
		this.waiting.remove(gate);
	}

	/**
	 * Bounds of the time before a token came.
	 *
	 * @param waiting how many connections may not have sent one yet
	 * @param patience how long each of them may take
	 */
	public record Bounds(int waiting, Duration patience) {

	}

	/**
	 * What happens to those who are let in.
	 */
	@FunctionalInterface
	public interface Entry {

		/**
		 * Begin a session.
		 * @param connection the connection
		 * @param principal whose token it was
		 * @return what the input is for from now on
		 * @throws ReplRefusedException if there is no room
		 */
		ConnectionHandler enter(Connection connection, ReplPrincipal principal);

	}

}
