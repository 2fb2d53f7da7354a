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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.Term;
import dev.replboot.access.TokenStore;
import dev.replboot.access.peer.PeerRule;
import dev.replboot.access.peer.SystemPeers;
import dev.replboot.eval.Evaluator;
import dev.replboot.listener.IoLoop;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.PeerResolver;
import dev.replboot.listener.ReplListener;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeHold;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionRegistry;

/**
 * Everything that is there while the REPL is open, and nothing of it before or after.
 */
final class OpenRepl {

	private static final Log logger = LogFactory.getLog(OpenRepl.class);

	/**
	 * How long closing waits for what has been told to stop.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Lease lease;

	private final Term term;

	private final ReplRuntime runtime;

	private final Evaluator evaluator;

	private final SessionRegistry sessions;

	private final TokenStore tokens;

	private final IoLoop loop = new IoLoop();

	private final PeerResolver peers;

	private final RuntimeHold hold;

	private final Revocation revocation;

	private final List<ReplListener.Bound> bound = new ArrayList<>();

	OpenRepl(Lease lease, Term term, ReplRuntime runtime, Evaluator evaluator, SessionRegistry sessions, Door door,
			RuntimeHold hold) {
		this.term = term;
		this.tokens = new TokenStore(term);
		this.hold = hold;
		this.lease = lease;
		this.runtime = runtime;
		this.evaluator = evaluator;
		this.sessions = sessions;
		this.revocation = new Revocation(door.revocation(), term, this.tokens, sessions, door.listeners());
		this.peers = new PeerResolver(this.loop, new SystemPeers(), door.peers(), this.revocation);
	}

	void bind(List<ReplListener> listeners, ReplListener.Greeting greeting) {
		ReplListener.Services services = new ReplListener.Services(this.loop, this.tokens, this.sessions,
				this.evaluator, greeting, this.peers);
		listeners.forEach((listener) -> this.bound.add(listener.bind(services)));
	}

	CloseReport close(String sentence) {
		this.tokens.clear();
		this.sessions.close();
		List<String> ended = new ArrayList<>();
		List<String> leftovers = new ArrayList<>();
		for (ReplListener.Bound listener : this.bound) {
			attempt("A port of the REPL", leftovers, listener::close);
		}
		Collection<ReplSession> all = this.sessions.all();
		int stopped = this.evaluator.unfinished();
		for (ReplSession session : all) {
			ended.add(session.id());
			attempt("Session " + session.id(), leftovers, () -> session.control().end(sentence));
		}
		attempt("The evaluator", leftovers, this.evaluator::stopAll);
		// before what they hold is given back: a session rolls its transaction back, and
		// no connection may be used by two threads
		this.sessions.awaitGone(all, PATIENCE);
		attempt("The runtime", leftovers, () -> unload(leftovers));
		// a session whose evaluation was stopped still has to say what became of it
		this.sessions.awaitGone(all, PATIENCE);
		attempt("The evaluator", leftovers, this.evaluator::close);
		attempt("What is kept to ask about principals", leftovers, this.revocation::close);
		attempt("The thread that looks peers up", leftovers, this.peers::close);
		attempt("The thread that serves connections", leftovers, this.loop::close);
		all.forEach(this.sessions::ended);
		return new CloseReport(true, ended, stopped, leftovers);
	}

	private void unload(List<String> leftovers) {
		String held = this.hold.hold(() -> this.runtime.unload(PATIENCE));
		if (held != null) {
			leftovers.add(held);
			leftovers.addAll(this.runtime.giveBack(PATIENCE));
		}
		else {
			leftovers.addAll(this.runtime.unload(PATIENCE).leftovers());
		}
	}

	// whatever one part does, the others are closed as well
	private static void attempt(String what, List<String> leftovers, Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error(what + " could not be closed", ex);
			leftovers.add(what + " could not be closed: " + ex);
		}
	}

	Term term() {
		return this.term;
	}

	Lease lease() {
		return this.lease;
	}

	ReplRuntime runtime() {
		return this.runtime;
	}

	SessionRegistry sessions() {
		return this.sessions;
	}

	Revocation revocation() {
		return this.revocation;
	}

	List<ListenerAddress> addresses() {
		return this.bound.stream().map(ReplListener.Bound::address).toList();
	}

	/**
	 * Who may come in and stay.
	 *
	 * @param peers who may come in by which user of the operating system they are
	 * @param revocation how the application is asked about principals
	 * @param listeners told of those who may no longer stay
	 */
	record Door(PeerRule peers, RevocationPolicy revocation, List<LifecycleListener> listeners) {

	}

}
