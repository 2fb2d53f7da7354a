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

import dev.replboot.access.AttemptThrottle;
import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.TokenStore;
import dev.replboot.access.peer.PeerRefusedException;
import dev.replboot.access.standing.StandingRefusedException;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * Lets the connections of one protocol in, and bounds those that haven't said who they
 * are: when there are too many, the oldest has to go, so that a flood of silent ones
 * doesn't keep anybody out who has a token ready.
 */
public final class ConnectionAdmission {

	private static final Log logger = LogFactory.getLog(ConnectionAdmission.class);

	private final String protocol;

	private final TokenStore tokens;

	private final PeerResolver peers;

	private final Bounds bounds;

	private final DenialListener denials;

	private final Entry entry;

	private final WrongTokens wrong;

	private final Set<Handshake> waiting = new LinkedHashSet<>();

	/**
	 * Create it.
	 * @param protocol the protocol's name
	 * @param tokens who is let in
	 * @param peers finds out who is at the other end, and whether that will do
	 * @param bounds how many may wait and how long
	 * @param denials told of everybody who is turned away
	 * @param entry what happens to those who are let in
	 */
	public ConnectionAdmission(String protocol, TokenStore tokens, PeerResolver peers, Bounds bounds,
			DenialListener denials, Entry entry) {
		this.protocol = protocol;
		this.tokens = tokens;
		this.peers = peers;
		this.bounds = bounds;
		this.denials = denials;
		this.entry = entry;
		this.wrong = new WrongTokens(new AttemptThrottle(bounds.failures(), bounds.senders()));
	}

	/**
	 * Look after a new connection.
	 * @param connection the connection
	 */
	public void admit(Connection connection) {
		admit(connection, this.peers.replacesToken(connection) ? new TokenlessHandshake(connection, this)
				: new TokenHandshake(connection, this));
	}

	/**
	 * Look after a new connection of a protocol that doesn't begin with a line.
	 * @param connection the connection
	 * @param handshake takes the token
	 */
	public void admit(Connection connection, Handshake handshake) {
		if (connection.isUnixSocket()) {
			// costs next to nothing there, and refusals get a name
			this.peers.note(connection);
		}
		connection.handler(handshake);
		this.waiting.add(handshake);
		if (this.waiting.size() > this.bounds.waiting()) {
			Handshake oldest = this.waiting.iterator().next();
			// its token may be here already, and only not read yet
			oldest.readNow();
			if (this.waiting.contains(oldest)) {
				oldest.crowdedOut();
			}
		}
	}

	/**
	 * How long a connection may take to send its token.
	 * @return the time
	 */
	public Duration patience() {
		return this.bounds.patience();
	}

	/**
	 * Find out whose token it is.
	 * @param candidate what was sent; it may be a string literal, where it is a form
	 * @return the principal, or {@code null} if it is no valid token
	 */
	public @Nullable ReplPrincipal principal(String candidate) {
		boolean quoted = candidate.length() > 1 && candidate.startsWith("\"") && candidate.endsWith("\"");
		return this.tokens.find(quoted ? candidate.substring(1, candidate.length() - 1) : candidate);
	}

	PeerResolver peers() {
		return this.peers;
	}

	/**
	 * Count a wrong token.
	 * @param connection the connection that it came from
	 * @return whether so many came from there before that the connection is to be closed
	 * without an answer
	 */
	public boolean isOneTooMany(Connection connection) {
		return this.wrong.tooMany(connection.peer());
	}

	/**
	 * Look up who somebody is that will be turned away, for the record.
	 * @param connection the connection
	 */
	public void note(Connection connection) {
		this.peers.note(connection);
	}

	void identify(Handshake handshake, Connection connection, @Nullable ReplPrincipal owner, ByteBuffer... ahead) {
		identify(handshake, connection, owner, this.entry, ahead);
	}

	/**
	 * Let somebody in who needs no token, or whose token was right, if the rules about
	 * peers permit it.
	 * @param handshake who took the token
	 * @param connection the connection
	 * @param owner whose token it was, or {@code null} if none was sent
	 * @param entry begins the session
	 * @param ahead what came after the token
	 */
	public void identify(Handshake handshake, Connection connection, @Nullable ReplPrincipal owner, Entry entry,
			ByteBuffer... ahead) {
		this.waiting.remove(handshake);
		PeerHandshake next = new PeerHandshake(connection, this, owner,
				new PeerHandshake.Visit(entry, handshake::farewell));
		for (ByteBuffer bytes : ahead) {
			next.received(bytes);
		}
		next.begin();
	}

	void letIn(Connection connection, PeerResolver.Identity identity, @Nullable ReplPrincipal owner,
			PeerHandshake.Visit visit, ByteBuffer ahead) {
		ReplPrincipal who = identity.wanted(owner);
		try {
			ConnectionHandler handler = visit.entry().enter(connection, identity.principal(owner), owner != null);
			connection.handler(handler);
			connection.pauseInput(false);
			if (ahead.hasRemaining()) {
				handler.received(ahead);
			}
			if (connection.isInputEnded()) {
				handler.inputEnded();
			}
		}
		catch (PeerRefusedException ex) {
			refuse(connection, who, visit, ex.getDenial(), ex);
		}
		catch (StandingRefusedException ex) {
			refuse(connection, who, visit, ex.getDenial(), ex);
		}
		catch (ReplRefusedException ex) {
			refuse(connection, who, visit, reason(ex), ex);
		}
		catch (Throwable ex) {
			// an Error as well: there may be no memory or thread for one more session
			logger.error("A REPL session could not be started", VisibleThrowable.of(ex));
			visit.farewell()
				.accept("The session could not be started: " + VisibleText.line(String.valueOf(ex))
						+ ". The application's log says more.");
			connection.close();
		}
	}

	private static Denial.Reason reason(ReplRefusedException refusal) {
		return switch (refusal.getReason()) {
			case UNAVAILABLE -> Denial.Reason.UNRECORDED;
			case CONFLICT -> Denial.Reason.CLOSING;
			default -> Denial.Reason.SESSIONS;
		};
	}

	private void refuse(Connection connection, @Nullable ReplPrincipal who, PeerHandshake.Visit visit,
			Denial.Reason reason, ReplRefusedException refusal) {
		visit.farewell().accept(VisibleText.line(refusal.getSentence()));
		connection.close();
		report(reason, who, connection);
	}

	/**
	 * Put on record that somebody was turned away.
	 * @param handshake who did
	 * @param reason why
	 * @param connection the connection
	 */
	public void turnAway(Handshake handshake, Denial.Reason reason, Connection connection) {
		this.waiting.remove(handshake);
		report(reason, null, connection);
	}

	void report(Denial.Reason reason, @Nullable ReplPrincipal who, Connection connection) {
		try {
			this.denials.denied(new Denial(reason, this.protocol, who, connection.peer()));
		}
		catch (RuntimeException ex) {
			// whoever it was is turned away all the same
			logger.error("The refusal of a connection to the REPL could not be recorded", VisibleThrowable.of(ex));
		}
	}

	/**
	 * Forget somebody who went without having tried anything.
	 * @param handshake who waited for the token
	 */
	public void gone(Handshake handshake) {
		this.waiting.remove(handshake);
	}

	/**
	 * Bounds of the time before a token came.
	 *
	 * @param waiting how many connections may not have sent one yet
	 * @param patience how long each of them may take
	 * @param failures wrong tokens a minute from one user or address after which further
	 * ones are not answered; 0 for no limit
	 * @param senders how many users and addresses are told apart
	 */
	public record Bounds(int waiting, Duration patience, int failures, int senders) {

		/**
		 * Create bounds under which each wrong token is answered.
		 * @param waiting how many connections may not have sent one yet
		 * @param patience how long each of them may take
		 */
		public Bounds(int waiting, Duration patience) {
			this(waiting, patience, 0, 1);
		}

	}

	/**
	 * What happens to those who are let in.
	 */
	@FunctionalInterface
	public interface Entry {

		/**
		 * Begin a session.
		 * @param connection the connection
		 * @param principal who it is: whose token it was, or whom the peer is mapped to
		 * @param byToken whether a token was sent
		 * @return what the input is for from now on
		 * @throws ReplRefusedException if there is no room
		 */
		ConnectionHandler enter(Connection connection, ReplPrincipal principal, boolean byToken);

	}

}
