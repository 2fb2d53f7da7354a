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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.access.ReplRole;
import dev.replboot.access.Term;
import dev.replboot.access.standing.StandingSource;
import dev.replboot.api.Internal;
import dev.replboot.eval.Evaluator;
import dev.replboot.listener.ListenerBindException;
import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * Opens and closes the REPL. Also closes it, before anything else stops, when the
 * application context closes. Every operation checks the role of who asks.
 */
@Internal
public final class ReplLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ReplLifecycle.class);

	private final ReplAuthorities authorities;

	private final LeasePolicy policy;

	private final ReplOpener opener;

	private final LifecycleListeners listeners;

	private final Clock clock;

	/**
	 * Held while the REPL is opened or closed, which takes seconds. Who asks for either
	 * meanwhile is sent away; the lease's end and the shutdown wait.
	 */
	private final ReentrantLock change = new ReentrantLock();

	private final LongSupplier nanoTime;

	private final SessionCommands sessions;

	private volatile ReplState state = ReplState.CLOSED;

	private volatile @Nullable OpenRepl open;

	private @Nullable LeaseTimer timer;

	private volatile boolean shutDown;

	/**
	 * Create the lifecycle, closed.
	 * @param authorities which authority stands for which role
	 * @param policy what a lease may be
	 * @param opener makes what is there while the REPL is open
	 * @param listeners told of opening and closing
	 * @param clock tells the time
	 * @param nanoTime tells the time that no one can change, in nanoseconds
	 */
	public ReplLifecycle(ReplAuthorities authorities, LeasePolicy policy, ReplOpener opener,
			List<LifecycleListener> listeners, Clock clock, LongSupplier nanoTime) {
		this.authorities = authorities;
		this.policy = policy;
		this.opener = opener;
		this.listeners = new LifecycleListeners(listeners);
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.sessions = new SessionCommands(authorities, this.listeners, () -> this.open);
	}

	/**
	 * Open the REPL, or hand out a token if it is open already; the lease stays as it is
	 * then. Waits for nobody else who opens or closes it.
	 * @param principal who asks
	 * @param ttl how long, or {@code null} for {@code repl.lease.default}
	 * @param reason why, or {@code null}
	 * @return the token and where to go with it
	 * @throws ReplRefusedException if the role is missing, the lease isn't allowed,
	 * opening fails, or the REPL is being opened or closed
	 */
	public OpenedRepl open(ReplPrincipal principal, @Nullable Duration ttl, @Nullable String reason) {
		this.authorities.require(principal, ReplRole.USER, "use the REPL");
		expireIfOver();
		OpenRepl repl = this.open;
		if (repl != null && this.state == ReplState.OPEN) {
			return join(repl, principal, this.opener.revocation().find(principal, this.clock));
		}
		requireSettled();
		this.authorities.require(principal, ReplRole.ADMIN, "open the REPL, which is closed");
		StandingSource.Found standing = this.opener.revocation().find(principal, this.clock);
		takeTurn();
		try {
			OpenRepl meanwhile = this.open;
			if (meanwhile != null) {
				return join(meanwhile, principal, standing);
			}
			if (this.shutDown) {
				throw new ReplRefusedException(Reason.CONFLICT, "The application is shutting down.");
			}
			Lease lease = this.policy.lease(principal.name(), ttl, reason, this.clock.instant());
			return issueFirst(open(lease, principal), principal, standing);
		}
		finally {
			this.change.unlock();
		}
	}

	// without a lock: to record it may take as long as a sink of the record may
	private OpenedRepl join(OpenRepl repl, ReplPrincipal principal, StandingSource.Found standing) {
		OpenedRepl opened = issue(repl, principal, standing, false);
		if (this.open != repl || this.state != ReplState.OPEN) {
			// what closes it forgets the tokens after it has changed the state
			throw changing();
		}
		return opened;
	}

	private void requireSettled() {
		if (this.state == ReplState.OPENING || this.state == ReplState.CLOSING) {
			throw changing();
		}
	}

	private void takeTurn() {
		if (!this.change.tryLock()) {
			throw changing();
		}
	}

	private ReplRefusedException changing() {
		ReplState now = this.state;
		String what = (now == ReplState.OPENING || now == ReplState.CLOSING) ? now.name().toLowerCase(Locale.ROOT)
				: "being opened or closed by somebody else";
		return new ReplRefusedException(Reason.CONFLICT, "The REPL is " + what + ". Try again in a moment.");
	}

	private OpenRepl open(Lease lease, ReplPrincipal principal) {
		this.state = ReplState.OPENING;
		// what it takes to load is part of the lease
		Term term = new Term(Duration.between(lease.openedAt(), lease.endsAt()), this.clock, this.nanoTime);
		try {
			this.listeners.record("The REPL was not opened", (listener) -> listener.opening(lease, principal));
			OpenRepl repl = load(lease, term);
			this.open = repl;
			this.timer = new LeaseTimer(term, () -> warn(repl), () -> expire(repl), repl.revocation()::tick);
			this.state = ReplState.OPEN;
			this.listeners.tell((listener) -> listener.opened(lease));
			String notice = repl.runtime().notice();
			if (notice != null) {
				logger.info(notice);
			}
			return repl;
		}
		finally {
			if (this.state == ReplState.OPENING) {
				this.state = ReplState.CLOSED;
			}
		}
	}

	private OpenRepl load(Lease lease, Term term) {
		try {
			return this.opener.open(lease, term, this.listeners.all());
		}
		catch (RuntimeException | Error ex) {
			// the record says that it was about to open
			CloseReport report = new CloseReport(false, List.of(), 0, List.of("It could not be opened: " + ex));
			this.listeners.tell((listener) -> listener.closed(lease, lease.openedBy(), report));
			if (ex instanceof ListenerBindException || ex instanceof RuntimeLoadException) {
				logger.warn("The REPL could not be opened", VisibleThrowable.of(ex));
				throw new ReplRefusedException(Reason.UNAVAILABLE, String.valueOf(ex.getMessage()));
			}
			throw ex;
		}
	}

	// a REPL that nobody has a token for has no business to be open
	private OpenedRepl issueFirst(OpenRepl repl, ReplPrincipal principal, StandingSource.Found standing) {
		boolean issued = false;
		try {
			OpenedRepl opened = issue(repl, principal, standing, true);
			issued = true;
			return opened;
		}
		finally {
			if (!issued) {
				close(principal.name(), "The REPL could not be opened.");
			}
		}
	}

	private OpenedRepl issue(OpenRepl repl, ReplPrincipal principal, StandingSource.Found standing, boolean opened) {
		// recorded first: a token that isn't on record must not exist
		this.listeners.record("No token was issued", (listener) -> listener.tokenIssued(principal));
		String token = repl.revocation().issue(principal, standing);
		return new OpenedRepl(token, repl.lease(), repl.addresses(), opened, principal.expiresAt(), standing.notice());
	}

	/**
	 * Close the REPL. Does nothing if it is closed.
	 * @param principal who asks
	 * @return what was ended
	 * @throws ReplRefusedException if the role is missing, or the REPL is being opened or
	 * closed
	 */
	public CloseReport close(ReplPrincipal principal) {
		this.authorities.require(principal, ReplRole.ADMIN, "close the REPL");
		takeTurn();
		try {
			return closeNow(principal);
		}
		finally {
			this.change.unlock();
		}
	}

	/**
	 * Close the REPL at the end of a process, in turn: waits for whoever opens or closes
	 * it. Does nothing if it is closed.
	 * @param principal who asks
	 * @return what was ended
	 * @throws ReplRefusedException if the role is missing
	 */
	public CloseReport closeInTurn(ReplPrincipal principal) {
		this.authorities.require(principal, ReplRole.ADMIN, "close the REPL");
		return closeNow(principal);
	}

	private CloseReport closeNow(ReplPrincipal principal) {
		OpenRepl repl = this.open;
		if (repl != null && repl.term().isOver()) {
			return close("lease", Evaluator.LEASE_ENDED);
		}
		return close(principal.name(), "The REPL was closed by " + shown(principal) + ".");
	}

	private static String shown(ReplPrincipal principal) {
		return VisibleText.line(principal.name());
	}

	private CloseReport close(String by, String sentence) {
		this.change.lock();
		try {
			OpenRepl repl = this.open;
			return (repl != null) ? close(repl, by, sentence) : CloseReport.NOTHING;
		}
		finally {
			this.change.unlock();
		}
	}

	private CloseReport close(OpenRepl repl, String by, String sentence) {
		this.state = ReplState.CLOSING;
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		try {
			CloseReport ended = repl.close(sentence);
			List<String> leftovers = new ArrayList<>();
			this.listeners.tell((listener) -> leftovers.addAll(listener.closing(repl.lease())));
			CloseReport report = ended.with(leftovers);
			this.listeners.tell((listener) -> listener.closed(repl.lease(), by, report));
			return report;
		}
		finally {
			this.open = null;
			this.state = ReplState.CLOSED;
		}
	}

	private void warn(OpenRepl repl) {
		Duration remaining = repl.term().remaining();
		for (ReplSession session : repl.sessions().all()) {
			session.control()
				.notice("The lease ends in " + Math.max(1, remaining.plusNanos(999_999_999).toSeconds())
						+ " s; what runs then is stopped. After that, open the REPL again.");
		}
	}

	private void expire(OpenRepl repl) {
		this.change.lock();
		try {
			if (this.open == repl) {
				close("lease", Evaluator.LEASE_ENDED);
			}
		}
		finally {
			this.change.unlock();
		}
	}

	// before the timer, which a process that was suspended may be late with
	private void expireIfOver() {
		OpenRepl repl = this.open;
		if (repl == null || !repl.term().isOver()) {
			return;
		}
		takeTurn();
		try {
			if (this.open == repl) {
				close("lease", Evaluator.LEASE_ENDED);
			}
		}
		finally {
			this.change.unlock();
		}
	}

	/**
	 * Look at the REPL.
	 * @param principal who asks
	 * @return its state
	 * @throws ReplRefusedException if the role is missing
	 */
	public ReplStatus status(ReplPrincipal principal) {
		this.authorities.require(principal, ReplRole.VIEWER, "look at the REPL");
		return status();
	}

	/**
	 * The state of the REPL, for those who needn't ask: the session's own kit, meters.
	 * @return its state
	 */
	public ReplStatus status() {
		OpenRepl repl = this.open;
		if (repl == null) {
			return new ReplStatus(this.state, null, Duration.ZERO, List.of(), List.of(), null);
		}
		return new ReplStatus(this.state, repl.lease(), repl.term().remaining(), repl.addresses(),
				repl.sessions().all(), repl.runtime().notice());
	}

	/**
	 * What may be done to the sessions and tokens of the REPL while it is open.
	 * @return the commands, each of which checks the role of the principal
	 */
	public SessionCommands sessions() {
		return this.sessions;
	}

	@Override
	public void start() {
		this.shutDown = false;
	}

	@Override
	public void stop() {
		// nobody who opens it afterwards gets in, and who is opening it is waited for
		this.shutDown = true;
		close("shutdown", "The application is shutting down.");
	}

	@Override
	public boolean isRunning() {
		return !this.shutDown;
	}

	/**
	 * Before everything else: evaluations use the beans.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
