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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.StandingPrincipal;
import dev.replboot.access.Term;
import dev.replboot.access.TokenStore;
import dev.replboot.access.standing.Standing;
import dev.replboot.access.standing.StandingCheck;
import dev.replboot.access.standing.StandingDesk;
import dev.replboot.access.standing.StandingRefusedException;
import dev.replboot.access.standing.StandingSource;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionRegistry;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * Ends the tokens and sessions of one lease with what they stood for. Principals are
 * asked about at each connection and at an interval while they have sessions. Who can't
 * be asked about isn't let in; sessions that are there go on, because an outage of the
 * directory is an incident, and the lease and the expiry of the credentials bound them
 * all the same.
 */
final class Revocation implements StandingCheck {

	private static final Log logger = LogFactory.getLog(Revocation.class);

	private final StandingDesk desk;

	private final Duration interval;

	private final Term clocks;

	private final TokenStore tokens;

	private final SessionRegistry sessions;

	private final List<LifecycleListener> listeners;

	private final Map<StandingPrincipal, Tenure> tenures = new ConcurrentHashMap<>();

	private Term round;

	Revocation(RevocationPolicy policy, Term clocks, TokenStore tokens, SessionRegistry sessions,
			List<LifecycleListener> listeners) {
		this.desk = policy.desk();
		this.interval = policy.interval();
		this.clocks = clocks;
		this.tokens = tokens;
		this.sessions = sessions;
		this.listeners = listeners;
		this.round = clocks.next(this.interval);
	}

	/**
	 * Make a token.
	 * @param principal who it is for
	 * @param found how the application is asked about them
	 * @return the token
	 */
	String issue(ReplPrincipal principal, StandingSource.Found found) {
		return this.tokens.issue(enter(principal, found));
	}

	private StandingPrincipal enter(ReplPrincipal principal, StandingSource.Found found) {
		StandingPrincipal standing = new StandingPrincipal(principal, this.clocks, found.words());
		this.tenures.put(standing, new Tenure(standing, found.standing(), this.listeners));
		return standing;
	}

	@Override
	public void verify(ReplPrincipal principal, Consumer<Verdict> then) {
		if (principal instanceof StandingPrincipal owner) {
			Tenure tenure = this.tenures.get(owner);
			Standing standing = (tenure != null) ? tenure.standing() : null;
			if (standing == null) {
				then.accept(new Verdict(owner, refusal(owner)));
				return;
			}
			this.desk.ask(standing).whenComplete((answer, failure) -> {
				if (failure == null && answer.fault() != null) {
					end(owner, answer.fault());
				}
				then.accept(new Verdict(owner, (failure != null) ? unknown(owner, failure) : refusal(owner)));
			});
			return;
		}
		this.desk.find(principal).whenComplete((found, failure) -> {
			if (failure != null) {
				then.accept(new Verdict(principal, unknown(principal, failure)));
				return;
			}
			StandingPrincipal mapped = enter(principal, found);
			if (found.fault() != null) {
				mapped.end(found.fault());
			}
			then.accept(new Verdict(mapped, refusal(mapped)));
		});
	}

	private static @Nullable StandingRefusedException refusal(ReplPrincipal principal) {
		String ended = principal.ended();
		return (ended != null) ? new StandingRefusedException(Denial.Reason.REVOKED, ended) : null;
	}

	private static StandingRefusedException unknown(ReplPrincipal principal, Throwable failure) {
		return new StandingRefusedException(Denial.Reason.UNVERIFIED,
				"The application can't say whether " + principal.name() + " can still use the REPL: "
						+ RevocationPolicy.message(failure) + ". Try again when it can. Existing sessions continue.");
	}

	/**
	 * End what is over, and ask about everybody who has a session if it is time to. To be
	 * called once a second.
	 */
	void tick() {
		boolean due = this.round.isOver();
		if (due) {
			this.round = this.clocks.next(this.interval);
		}
		else {
			this.round.keep();
		}
		this.tenures.forEach((principal, tenure) -> {
			try {
				tick(principal, tenure, due);
			}
			catch (RuntimeException ex) {
				// the others have their turn all the same
				logger.error("The tokens and sessions of a principal could not be ended", VisibleThrowable.of(ex));
			}
		});
	}

	private void tick(StandingPrincipal principal, Tenure tenure, boolean due) {
		principal.keep();
		String ended = principal.ended();
		if (ended != null) {
			end(principal, ended);
		}
		if (!due && ended == null) {
			return;
		}
		if (!sessions(principal).isEmpty()) {
			tenure.idle(false);
			if (ended == null) {
				ask(principal, tenure);
			}
		}
		// not at once: maybe it is on its way in
		else if (ended != null || (tenure.idle(true) && !this.tokens.has(principal))) {
			forget(principal, tenure);
		}
	}

	private void ask(StandingPrincipal principal, Tenure tenure) {
		Standing standing = tenure.standing();
		if (standing == null) {
			return;
		}
		this.desk.ask(standing).whenComplete((answer, failure) -> {
			if (failure != null) {
				tenure.unverified(RevocationPolicy.message(failure));
				return;
			}
			tenure.verified();
			if (answer.fault() != null) {
				end(principal, answer.fault());
			}
		});
	}

	private void end(StandingPrincipal principal, String sentence) {
		Tenure tenure = this.tenures.get(principal);
		if (tenure == null) {
			principal.end(sentence);
			return;
		}
		boolean first = tenure.end(sentence);
		int revoked = this.tokens.revoke((owner) -> owner == principal).size();
		List<ReplSession> open = sessions(principal);
		open.forEach((session) -> tenure.end(session, sentence));
		if (first) {
			tenure.lapsed(sentence, revoked, open.size());
		}
	}

	/**
	 * End tokens and sessions because somebody asks for it.
	 * @param name the name of the principals
	 * @param whose which of those of that name
	 * @param sentence why, for those who have sessions
	 * @return what was ended
	 */
	RevokedAccess revoke(String name, Predicate<ReplPrincipal> whose, String sentence) {
		Predicate<ReplPrincipal> meant = whose.and((principal) -> principal.name().equals(name));
		// those who are on their way in as well
		this.tenures.forEach((principal, tenure) -> {
			if (meant.test(principal)) {
				tenure.end(sentence);
			}
		});
		Set<String> sources = new TreeSet<>();
		List<ReplPrincipal> revoked = this.tokens.revoke(meant);
		List<ReplSession> ended = this.sessions.all()
			.stream()
			.filter((session) -> meant.test(session.principal()))
			.toList();
		revoked.forEach((principal) -> sources.add(principal.source()));
		ended.forEach((session) -> {
			sources.add(session.principal().source());
			end(session, sentence);
		});
		this.sessions.awaitGone(ended, OpenRepl.PATIENCE);
		return new RevokedAccess(name, List.copyOf(sources), revoked.size(), ended.size());
	}

	private void end(ReplSession session, String sentence) {
		Tenure tenure = (session.principal() instanceof StandingPrincipal principal) ? this.tenures.get(principal)
				: null;
		if (tenure != null) {
			tenure.end(session, sentence);
		}
		else {
			session.control().end(VisibleText.line(sentence));
		}
	}

	private List<ReplSession> sessions(StandingPrincipal principal) {
		return this.sessions.all().stream().filter((session) -> session.principal() == principal).toList();
	}

	private void forget(StandingPrincipal principal, Tenure tenure) {
		this.tenures.remove(principal);
		tenure.forget();
	}

	/**
	 * Ask about nobody any more: the lease is over.
	 */
	void close() {
		this.tenures.forEach(this::forget);
	}

}
