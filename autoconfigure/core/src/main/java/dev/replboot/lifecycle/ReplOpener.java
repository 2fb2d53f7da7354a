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

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Term;
import dev.replboot.access.peer.PeerRule;
import dev.replboot.api.Internal;
import dev.replboot.eval.EvaluationLimits;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.eval.Evaluator;
import dev.replboot.listener.ReplListener;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeFactory;
import dev.replboot.runtime.RuntimeHold;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.session.SessionBounds;
import dev.replboot.session.SessionListener;
import dev.replboot.session.SessionRegistry;

/**
 * Makes what is there while the REPL is open: loads the runtime, then binds the
 * listeners. If one of them fails, nothing stays.
 */
@Internal
public final class ReplOpener {

	private final RuntimeFactory runtimes;

	private final Supplier<RuntimeSetup> setup;

	private final List<ReplListener> listeners;

	private final PeerRule peers;

	private final RevocationPolicy revocation;

	private final Observers observers;

	private final EvaluationLimits limits;

	private final SessionBounds bounds;

	private final Banner banner;

	private final Clock clock;

	private final AtomicLong sessionIds = new AtomicLong();

	/**
	 * Create the opener.
	 * @param runtimes loads Clojure
	 * @param setup what it is loaded with
	 * @param listeners the protocols
	 * @param peers who may come in by which user of the operating system they are
	 * @param revocation how the application is asked about principals
	 * @param observers told of sessions and evaluations
	 * @param limits the limits of every evaluation
	 * @param bounds how many sessions there may be
	 * @param banner what sessions are greeted with
	 * @param clock tells the time
	 */
	public ReplOpener(RuntimeFactory runtimes, Supplier<RuntimeSetup> setup, List<ReplListener> listeners,
			PeerRule peers, RevocationPolicy revocation, Observers observers, EvaluationLimits limits,
			SessionBounds bounds, Banner banner, Clock clock) {
		this.runtimes = runtimes;
		this.setup = setup;
		this.listeners = List.copyOf(listeners);
		this.peers = peers;
		this.revocation = revocation;
		this.observers = observers;
		this.limits = limits;
		this.bounds = bounds;
		this.banner = banner;
		this.clock = clock;
	}

	/**
	 * Load Clojure in the background, so that opening finds it there.
	 */
	void prepare() {
		this.runtimes.prepare(this.setup.get());
	}

	/**
	 * Let go of what was prepared and never used.
	 */
	void discardPrepared() {
		this.runtimes.discardPrepared();
	}

	RevocationPolicy revocation() {
		return this.revocation;
	}

	OpenRepl open(Lease lease, Term term, List<LifecycleListener> lifecycle) {
		ReplRuntime runtime = this.runtimes.load(this.setup.get());
		Evaluator evaluator = null;
		OpenRepl repl = null;
		boolean bound = false;
		try {
			evaluator = new Evaluator(runtime, this.limits, this.observers.evaluations(), term);
			SessionRegistry sessions = new SessionRegistry(this.bounds, this.sessionIds::incrementAndGet, this.clock,
					this.observers.sessions());
			repl = new OpenRepl(lease, term, runtime, evaluator, sessions,
					new OpenRepl.Door(this.peers, this.revocation, lifecycle), this.observers.hold());
			repl.bind(this.listeners, (session) -> this.banner.lines(session, lease, runtime, term.remaining()));
			bound = true;
			return repl;
		}
		finally {
			if (!bound) {
				undo(runtime, evaluator, repl);
			}
		}
	}

	private static void undo(ReplRuntime runtime, @Nullable Evaluator evaluator, @Nullable OpenRepl repl) {
		if (repl != null) {
			repl.close("The REPL could not be opened.");
			return;
		}
		if (evaluator != null) {
			evaluator.close();
		}
		runtime.unload(OpenRepl.PATIENCE);
	}

	/**
	 * Those who are told.
	 *
	 * @param evaluations told of evaluations
	 * @param sessions told of sessions
	 * @param hold may need the runtime for longer
	 */
	public record Observers(List<EvaluationListener> evaluations, List<SessionListener> sessions, RuntimeHold hold) {

	}

}
