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

package dev.replboot.session;

import java.io.Reader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.api.Internal;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.Evaluator;
import dev.replboot.eval.OutputStreams;
import dev.replboot.runtime.Patience;
import dev.replboot.text.RecordAdvice;
import dev.replboot.text.VisibleThrowable;

/**
 * The sessions that are there now.
 */
@Internal
public final class SessionRegistry {

	private static final Log logger = LogFactory.getLog(SessionRegistry.class);

	private static final String DISPLACED = "The session is ended, because what it evaluates can't be stopped and another"
			+ " session needed its place (repl.limits.sessions, repl.limits.sessions-per-principal).";

	private final Map<String, ReplSession> sessions = new ConcurrentHashMap<>();

	// those whose listeners aren't all told yet that they begin
	private final Set<String> beginning = new HashSet<>();

	// those whose listeners aren't all told yet that they are over
	private final Set<String> ending = ConcurrentHashMap.newKeySet();

	private final LongSupplier ids;

	private final SessionBounds bounds;

	private final Clock clock;

	private final List<SessionListener> listeners;

	private boolean closed;

	/**
	 * Create a registry.
	 * @param bounds how many sessions there may be at a time; a stuck one gives its place
	 * up when somebody needs it
	 * @param ids numbers the sessions, each opening after the one before: who names a
	 * session of an earlier opening must not meet another one
	 * @param clock tells when sessions begin
	 * @param listeners told of each session
	 */
	public SessionRegistry(SessionBounds bounds, LongSupplier ids, Clock clock, List<SessionListener> listeners) {
		this.bounds = bounds;
		this.ids = ids;
		this.clock = clock;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Begin a session.
	 * @param request who and how
	 * @param evaluator what evaluates for it
	 * @return the session
	 * @throws ReplRefusedException if there are too many, in all or of the principal, if
	 * the registry is closed, or if a listener fails: who comes in without being recorded
	 * doesn't come in
	 */
	public ReplSession start(Request request, Evaluator evaluator) {
		ReplSession session;
		List<ReplSession> displaced;
		synchronized (this) {
			requireOpen();
			displaced = Places.find(this.bounds, this.sessions.values(), request.principal());
			String id = "s" + this.ids.getAsLong();
			EvaluationOrigin origin = new EvaluationOrigin(id, request.protocol(), request.principal(), request.peer());
			session = new ReplSession(id, request.principal(), request.protocol(), request.peer(), this.clock.instant(),
					newSession(request, origin, evaluator), request.control(), request.client());
			this.sessions.put(id, session);
			displaced.forEach(ReplSession::displace);
			this.beginning.add(id);
		}
		displaced.forEach((other) -> other.control().retire(DISPLACED));
		announce(session);
		return session;
	}

	private static EvaluationSession newSession(Request request, EvaluationOrigin origin, Evaluator evaluator) {
		EvaluationSession template = request.template();
		return (template != null)
				? evaluator.newSession(template, origin, request.characters(), request.console(),
						request.control()::notice)
				: evaluator.newSession(origin, request.characters(), request.console(), request.control()::notice);
	}

	private void requireOpen() {
		if (this.closed) {
			throw new ReplRefusedException(ReplRefusedException.Reason.CONFLICT,
					"The REPL is closing. POST on the repl endpoint opens it again.");
		}
	}

	private void announce(ReplSession session) {
		List<SessionListener> told = new ArrayList<>();
		try {
			for (SessionListener listener : this.listeners) {
				listener.started(session);
				told.add(listener);
			}
		}
		catch (RuntimeException | Error ex) {
			// an Error as well: a session that nobody ends would keep its place
			logger.error("REPL session " + session.id() + " could not be recorded and is refused",
					VisibleThrowable.of(ex));
			// it never began for those who weren't told of it
			hasBegun(session);
			this.sessions.remove(session.id(), session);
			told.forEach((listener) -> tellEnded(listener, session));
			throw new ReplRefusedException(ReplRefusedException.Reason.UNAVAILABLE,
					"The session was not started, because it could not be recorded: " + ex + RecordAdvice.SENTENCE);
		}
		if (!hasBegun(session)) {
			told.forEach((listener) -> tellEnded(listener, session));
		}
	}

	// whether it isn't over already, as when the REPL closes meanwhile
	private synchronized boolean hasBegun(ReplSession session) {
		this.beginning.remove(session.id());
		return this.sessions.containsKey(session.id());
	}

	/**
	 * Begin no more sessions. Those that there are go on.
	 */
	public synchronized void close() {
		this.closed = true;
	}

	/**
	 * A session is over. Does nothing if it was already.
	 * @param session which one
	 * @return whether it wasn't; the listeners have been told when this returns
	 */
	public boolean ended(ReplSession session) {
		boolean removed;
		boolean begun;
		synchronized (this) {
			removed = this.sessions.containsKey(session.id());
			begun = !this.beginning.contains(session.id());
			if (removed) {
				this.ending.add(session.id());
				this.sessions.remove(session.id(), session);
			}
		}
		try {
			// a listener that still handles the beginning gets the end after it
			if (removed && begun) {
				this.listeners.forEach((listener) -> tellEnded(listener, session));
			}
		}
		finally {
			if (removed) {
				this.ending.remove(session.id());
			}
		}
		return removed;
	}

	private static void tellEnded(SessionListener listener, ReplSession session) {
		try {
			listener.ended(session);
		}
		catch (RuntimeException | Error ex) {
			// it is over all the same
			logger.error("The end of REPL session " + session.id() + " could not be recorded", VisibleThrowable.of(ex));
		}
	}

	/**
	 * Find a session.
	 * @param id its id
	 * @return the session, or {@code null}
	 */
	public @Nullable ReplSession find(String id) {
		return this.sessions.get(id);
	}

	/**
	 * Whether a session is over and the listeners have been told.
	 * @param session the session
	 * @return whether nothing more is to be expected of it
	 */
	public boolean isGone(ReplSession session) {
		return !this.sessions.containsKey(session.id()) && !this.ending.contains(session.id());
	}

	/**
	 * Wait until sessions that were told to end are over. Doesn't wait for one that can't
	 * be stopped, nor for the one that the calling thread evaluates for.
	 * @param ended the sessions
	 * @param patience how long to wait, for all of them
	 */
	public void awaitGone(Collection<ReplSession> ended, Duration patience) {
		EvaluationOrigin origin = CurrentOrigin.get();
		Patience waiting = new Patience(patience);
		boolean going = true;
		for (ReplSession session : ended) {
			boolean own = origin != null && origin.session().equals(session.id());
			while (going && !own && !isGone(session) && !session.isStuck()) {
				going = waiting.pause();
			}
		}
	}

	/**
	 * All sessions.
	 * @return oldest first
	 */
	public Collection<ReplSession> all() {
		return this.sessions.values().stream().sorted(Comparator.comparing(ReplSession::since)).toList();
	}

	/**
	 * Who wants a session and how it is reached.
	 *
	 * @param principal whose it is
	 * @param protocol the protocol's name
	 * @param peer who is at the other end
	 * @param characters the client's input
	 * @param console where everything is printed
	 * @param control the protocol's side of the session
	 * @param template a session of the same principal to go on from, or {@code null}
	 * @param client what the client calls itself, or {@code null}
	 */
	public record Request(ReplPrincipal principal, String protocol, Peer peer, Reader characters, OutputStreams console,
			SessionControl control, @Nullable EvaluationSession template, @Nullable String client) {

		/**
		 * Create a request for a session that is new.
		 * @param principal whose it is
		 * @param protocol the protocol's name
		 * @param peer who is at the other end
		 * @param characters the client's input
		 * @param console where everything is printed
		 * @param control the protocol's side of the session
		 */
		public Request(ReplPrincipal principal, String protocol, Peer peer, Reader characters, OutputStreams console,
				SessionControl control) {
			this(principal, protocol, peer, characters, console, control, null, null);
		}

	}

}
