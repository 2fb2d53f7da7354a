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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.StandingPrincipal;
import dev.replboot.access.standing.Standing;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * What is known of one principal who has a token or a session: how to ask about it, and
 * who has been told of what.
 */
final class Tenure {

	private static final Log logger = LogFactory.getLog(Tenure.class);

	private final StandingPrincipal principal;

	private final @Nullable Standing standing;

	private final List<LifecycleListener> listeners;

	private final Set<String> told = new HashSet<>();

	private boolean over;

	private boolean unverified;

	private volatile boolean idle;

	Tenure(StandingPrincipal principal, @Nullable Standing standing, List<LifecycleListener> listeners) {
		this.principal = principal;
		this.standing = standing;
		this.listeners = listeners;
	}

	@Nullable Standing standing() {
		return this.standing;
	}

	/**
	 * Note whether it has a session.
	 * @param now whether it has none
	 * @return whether it had none before either
	 */
	boolean idle(boolean now) {
		boolean before = this.idle;
		this.idle = now;
		return before && now;
	}

	/**
	 * End it.
	 * @param sentence why
	 * @return whether it wasn't over already
	 */
	synchronized boolean end(String sentence) {
		boolean first = !this.over;
		this.over = true;
		this.principal.end(sentence);
		return first;
	}

	/**
	 * End a session of it, once.
	 * @param session the session
	 * @param sentence why
	 */
	void end(ReplSession session, String sentence) {
		boolean first;
		synchronized (this) {
			first = this.told.add(session.id());
		}
		if (first) {
			session.control().end(VisibleText.line(sentence));
		}
	}

	void verified() {
		synchronized (this) {
			this.unverified = false;
		}
	}

	/**
	 * Report that the application doesn't say anything, once for each outage.
	 * @param why what it said instead
	 */
	void unverified(String why) {
		synchronized (this) {
			if (this.unverified) {
				return;
			}
			this.unverified = true;
		}
		logger.warn(VisibleText.line("The application can't say whether " + this.principal.name()
				+ " can still use the REPL, so the existing sessions continue: " + why));
		tell((listener) -> listener.unverified(this.principal, why));
	}

	/**
	 * Report that it ended by itself.
	 * @param sentence why
	 * @param tokens how many tokens ended
	 * @param sessions how many sessions ended
	 */
	void lapsed(String sentence, int tokens, int sessions) {
		tell((listener) -> listener.lapsed(this.principal, sentence, tokens, sessions));
	}

	private void tell(Consumer<LifecycleListener> task) {
		for (LifecycleListener listener : this.listeners) {
			try {
				task.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.error("The end of a token could not be recorded", VisibleThrowable.of(ex));
			}
		}
	}

	/**
	 * Forget what was kept to ask with.
	 */
	void forget() {
		if (this.standing != null) {
			this.standing.forget();
		}
	}

}
