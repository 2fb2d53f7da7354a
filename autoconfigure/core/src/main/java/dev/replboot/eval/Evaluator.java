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

package dev.replboot.eval;

import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.Term;
import dev.replboot.api.Internal;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.SessionSettings;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.stop.Threads;
import dev.replboot.text.VisibleThrowable;

/**
 * Evaluates for every protocol, within the limits and before the eyes of the listeners.
 * Lives as long as the runtime that it was made for.
 */
@Internal
public final class Evaluator implements AutoCloseable {

	/**
	 * What is said when the lease has ended.
	 */
	public static final String LEASE_ENDED = "The lease has ended. POST on the repl endpoint opens the REPL again.";

	private static final Log logger = LogFactory.getLog(Evaluator.class);

	/**
	 * How long after it was told to stop an evaluation counts as stuck.
	 */
	private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

	/**
	 * How long what an editor asks by itself may take: nobody waits longer for it.
	 */
	private static final Duration TOOL_TIME = Duration.ofSeconds(10);

	private final ReplRuntime runtime;

	private final EvaluationLimits limits;

	private final List<EvaluationListener> listeners;

	private final Term lease;

	private final Set<Long> stoppedAtTheEnd = ConcurrentHashMap.newKeySet();

	private final Watchdog watchdog = new Watchdog(this::check);

	private final AtomicLong ids = new AtomicLong();

	/**
	 * Create an evaluator.
	 * @param runtime what evaluates
	 * @param limits the limits of every evaluation
	 * @param listeners told of every evaluation, in this order
	 * @param lease when nothing is evaluated any more
	 */
	public Evaluator(ReplRuntime runtime, EvaluationLimits limits, List<EvaluationListener> listeners, Term lease) {
		this.runtime = runtime;
		this.limits = limits;
		this.listeners = List.copyOf(listeners);
		this.lease = lease;
	}

	/**
	 * Begin a session.
	 * @param origin whose it is
	 * @param characters the client's input; its {@code ready()} must be true only when a
	 * read won't block
	 * @param console where everything is printed; may block
	 * @param notices gets a sentence that the client should see out of turn; must not
	 * block
	 * @return the session, in namespace {@code user}
	 * @throws ReplRefusedException if the lease has ended
	 */
	public EvaluationSession newSession(EvaluationOrigin origin, Reader characters, OutputStreams console,
			Consumer<String> notices) {
		requireLease(origin);
		SessionSettings settings = new SessionSettings(this.limits.printLength(), this.limits.printLevel(),
				this.limits.readable());
		return new EvaluationSession(this, origin, this.runtime.newSession(settings), characters, console, notices);
	}

	/**
	 * Begin a session that goes on where another one is.
	 * @param template the other session; of the same principal
	 * @param origin whose it is
	 * @param characters the client's input, as above
	 * @param console where everything is printed
	 * @param notices gets a sentence that the client should see out of turn
	 * @return the session, with the bindings that the other one had after its last form
	 * @throws ReplRefusedException if the lease has ended
	 */
	public EvaluationSession newSession(EvaluationSession template, EvaluationOrigin origin, Reader characters,
			OutputStreams console, Consumer<String> notices) {
		requireLease(origin);
		return new EvaluationSession(this, origin, template.copyOfEngine(), characters, console, notices);
	}

	private void requireLease(EvaluationOrigin origin) {
		StopCause over = over(origin);
		if (over != null) {
			throw new ReplRefusedException(ReplRefusedException.Reason.CONFLICT, over.sentence());
		}
	}

	/**
	 * Whether nothing may be evaluated any more, whoever gets to close the REPL or to end
	 * the principal's sessions when.
	 * @param origin for whom
	 * @return why, or {@code null} while it may
	 */
	@Nullable StopCause over(EvaluationOrigin origin) {
		if (this.lease.isOver()) {
			return new StopCause(StopCause.Kind.INTERRUPTED, LEASE_ENDED);
		}
		String ended = origin.principal().ended();
		return (ended != null) ? new StopCause(StopCause.Kind.INTERRUPTED, ended) : null;
	}

	/**
	 * The evaluations that closing the REPL stops, or that were stopped because the lease
	 * had ended. A form that has returned is one of them if it has left something
	 * running; one that is still read isn't, as nothing of it has run.
	 * @return how many there are
	 */
	public int unfinished() {
		Set<Long> ids = new HashSet<>(this.stoppedAtTheEnd);
		for (RunningEvaluation evaluation : this.watchdog.watched()) {
			if (evaluation.isAnnounced() && !evaluation.scope().isOver()) {
				ids.add(evaluation.id());
			}
		}
		return ids.size();
	}

	/**
	 * The version of Clojure that evaluates.
	 * @return for example {@code 1.12.6}
	 */
	public String clojureVersion() {
		return this.runtime.clojureVersion();
	}

	/**
	 * The limits in force.
	 * @return the limits
	 */
	public EvaluationLimits limits() {
		return this.limits;
	}

	/**
	 * Stop every evaluation, and go on pushing against those that don't.
	 */
	public void stopAll() {
		for (RunningEvaluation evaluation : this.watchdog.watched()) {
			evaluation.stop(new StopCause(StopCause.Kind.INTERRUPTED, "The REPL is closing."));
		}
	}

	@Override
	public void close() {
		stopAll();
		this.watchdog.close();
	}

	RunningEvaluation newEvaluation(EvaluationOrigin origin, RequestReader requests, StopRequests orders,
			FormProvenance provenance) {
		EffectiveLimits limits = new EffectiveLimits(this.limits);
		EvaluationNotes notes = new EvaluationNotes();
		RunningEvaluation evaluation = new RunningEvaluation(this, this.ids.incrementAndGet(), origin,
				this.runtime.newScope(limits.context(CurrentOrigin.context(origin, notes))), requests, orders, limits,
				provenance, notes);
		limits.measure(evaluation.clock()::elapsedNanos, evaluation::allocatedWithoutLibraries);
		evaluation.scope().limit(new EvaluationAllocation(evaluation));
		return evaluation;
	}

	void begin(RunningEvaluation evaluation) {
		this.watchdog.watch(evaluation);
	}

	/**
	 * Tell the listeners that something is about to be evaluated. When one of them
	 * refuses, those before it are told that it is over already.
	 * @param intent what is about to be evaluated
	 * @param first whether nothing of the form was announced before
	 */
	void intended(EvaluationIntent intent, boolean first) {
		List<EvaluationListener> told = new ArrayList<>();
		try {
			for (EvaluationListener listener : this.listeners) {
				listener.intended(intent);
				told.add(listener);
			}
		}
		catch (RuntimeException | Error ex) {
			if (first) {
				EvaluationOutcome refused = EvaluationOutcome.refused(intent, ex);
				told.forEach((listener) -> tellCompleted(listener, intent, refused));
			}
			throw ex;
		}
	}

	void completed(EvaluationIntent intent, EvaluationOutcome outcome) {
		this.listeners.forEach((listener) -> tellCompleted(listener, intent, outcome));
	}

	private static void tellCompleted(EvaluationListener listener, EvaluationIntent intent, EvaluationOutcome outcome) {
		try {
			listener.completed(intent, outcome);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The outcome of evaluation " + intent.id() + " could not be reported",
					VisibleThrowable.of(ex));
		}
	}

	private void check(RunningEvaluation evaluation) {
		StopCause over = over(evaluation.origin());
		if (evaluation.isStopping()) {
			evaluation.scope().nudge();
			if (!evaluation.isStuck() && evaluation.stoppingNanos() > STUCK_AFTER.toNanos()) {
				reportStuck(evaluation);
			}
		}
		else if (over != null) {
			// whatever keeps the REPL from being closed
			stop(evaluation, over);
		}
		else if (evaluation.isTool() && evaluation.clock().elapsedNanos() > TOOL_TIME.toNanos()) {
			evaluation.stop(new StopCause(StopCause.Kind.TIME, "It ran longer than " + EffectiveLimits.words(TOOL_TIME)
					+ ", which is all that an editor's own query may take."));
		}
		else {
			StopCause exceeded = evaluation.limits().exceeded();
			if (exceeded != null) {
				evaluation.stop(exceeded);
			}
		}
	}

	// of a form that is still read, nothing has run
	void stop(RunningEvaluation evaluation, StopCause over) {
		if (this.lease.isOver() && evaluation.isAnnounced()) {
			this.stoppedAtTheEnd.add(evaluation.id());
		}
		evaluation.stop(over);
	}

	private void reportStuck(RunningEvaluation evaluation) {
		evaluation.markStuck();
		EvaluationIntent intent = evaluation.intent();
		List<Thread> threads = evaluation.threads();
		if (intent == null || threads.isEmpty()) {
			return;
		}
		StackTraceElement[] stack = Threads.stack(threads.get(0));
		for (EvaluationListener listener : this.listeners) {
			listener.stuck(intent, stack);
		}
	}

}
