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

package dev.replboot.kit.patch;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.audit.AuditType;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.kit.change.ChangeKind;
import dev.replboot.kit.change.TemporaryChange;
import dev.replboot.kit.change.TemporaryChanges;
import dev.replboot.runtime.ValueViews;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * The watches that run: which methods are watched, by whom, and since when. A method may
 * be watched by several and patched at once. A watch ends with the evaluation that
 * watches, or before when somebody else ends it.
 */
public final class Watches {

	private static final ChangeKind KIND = new ChangeKind('w', "watches", 100, AuditType.REPL_PATCHED,
			AuditType.REPL_PATCH_REVERTED);

	// All application contexts of the process share the count.
	private static final AtomicLong SITES = new AtomicLong();

	private final Clock clock;

	private final Supplier<ClassPatcher> classes;

	private final Function<String, @Nullable ReplSession> sessions;

	private final TemporaryChanges ledger;

	private final Map<CodeMethod, WatchSite> sites = new HashMap<>();

	private volatile ValueViews entities = (value) -> null;

	Watches(TemporaryChanges ledger, Clock clock, Supplier<ClassPatcher> classes,
			Function<String, @Nullable ReplSession> sessions) {
		this.ledger = ledger;
		this.clock = clock;
		this.classes = classes;
		this.sessions = sessions;
	}

	/**
	 * Show entities in a way that loads nothing.
	 * @param entities knows the application's entities
	 * @return this
	 */
	public Watches showing(ValueViews entities) {
		this.entities = entities;
		return this;
	}

	/**
	 * Make what takes the output of a watch's functions to the session that the calling
	 * thread evaluates for.
	 * @return the output
	 */
	public PatchOutput output() {
		EvaluationOrigin origin = CurrentOrigin.get();
		String session = (origin != null) ? origin.session() : "";
		return new PatchOutput(() -> this.sessions.apply(session));
	}

	/**
	 * Watch a method while something is done. It is in the audit log before it happens.
	 * @param target the class or an object of it
	 * @param method the method's name, with the types of its parameters if need be
	 * @param options what is noted
	 * @param body what is done, with the watch and its description; may be stopped at any
	 * point
	 * @param <T> the type of its result
	 * @return its result
	 * @throws PatchRefusedException if the method can't be watched
	 * @throws IllegalStateException if there are as many watches as there may be
	 */
	public <T> T watching(Object target, String method, WatchOptions options, BiFunction<Watch, WatchView, T> body) {
		Running begun = begin(WatchTarget.find(target, method), options);
		try {
			return body.apply(begun.watch, begun.view());
		}
		finally {
			this.ledger.end(begun, TemporaryChanges.askedFor(begun.author), null);
		}
	}

	/**
	 * Why a watch has ended before its time, to be told to whoever watches.
	 * @param watch the watch
	 * @param view its description
	 * @return a sentence, or {@code null} if nobody and nothing has ended it
	 */
	public @Nullable String endOf(Watch watch, WatchView view) {
		WatchEnd end = watch.end();
		if (end == null) {
			return null;
		}
		String sentence = end.sentence();
		return "The watch " + view.id() + " of " + view.type() + "." + view.method() + " has ended: " + sentence
				+ (sentence.endsWith(".") ? "" : ".");
	}

	private synchronized Running begin(WatchTarget target, WatchOptions options) {
		EvaluationOrigin origin = CurrentOrigin.get();
		if (origin == null) {
			throw new PatchRefusedException(
					"This thread belongs to no session, so nothing is watched. Watch from the session itself.");
		}
		if (this.sessions.apply(origin.session()) == null) {
			throw new PatchRefusedException("The session is over, so nothing is watched.");
		}
		WatchedValues values = new WatchedValues(this.entities);
		// The application's threads aren't to look up what they need, so it is done here.
		values.one(this);
		Watch watch = new Watch(options, values);
		watch.of(target);
		Running begun = new Running(this.ledger.nextId(KIND), target, watch, origin);
		this.ledger.begin(begun, null);
		boolean done = false;
		try {
			put(begun);
			begun.inForce();
			done = true;
			return begun;
		}
		finally {
			if (!done) {
				this.ledger.end(begun, "it could not be put in force", null);
			}
		}
	}

	private void put(Running begun) {
		WatchSite known = this.sites.get(begun.target.first());
		if (known != null) {
			known.add(begun.watch);
			if (!begun.target.code().stream().allMatch(ClassPatcher::isInForce)) {
				// Another agent has replaced the code since the other watch began.
				rewrite(begun.target, known);
			}
			return;
		}
		WatchSite site = new WatchSite(SITES.incrementAndGet(), begun.target.first());
		site.add(begun.watch);
		this.sites.put(site.method(), site);
		WatchDispatch.add(site);
		rewrite(begun.target, site);
	}

	private void rewrite(WatchTarget target, WatchSite site) {
		for (CodeMethod each : target.code()) {
			this.classes.get().watch(each, site.number());
		}
	}

	// Whatever goes wrong, the method no longer tells of its calls.
	private void takeAway(Running ended) {
		WatchSite site = this.sites.get(ended.target.first());
		if (site != null && site.remove(ended.watch)) {
			this.sites.remove(site.method());
			WatchDispatch.remove(site);
			for (CodeMethod each : ended.target.code()) {
				this.classes.get().unwatch(each);
			}
		}
	}

	/**
	 * The watches that run.
	 * @return the watches, the oldest first
	 */
	public List<WatchView> all() {
		return this.ledger.inForce(Running.class).stream().map(Running::view).toList();
	}

	/**
	 * End a watch for the session that the calling thread evaluates for, and notify the
	 * session that watches.
	 * @param id the watch's id
	 * @return the watch, or {@code null} when there is none with this id
	 */
	public @Nullable WatchView end(String id) {
		Running running = this.ledger.find(Running.class, id);
		return (running != null && this.ledger.revert(running)) ? running.view() : null;
	}

	/**
	 * End several watches.
	 * @param which their sessions
	 * @param why the reason, for the session that watches
	 * @param by the principal who wants it, or {@code null} if nobody does
	 */
	void endAll(Predicate<String> which, String why, @Nullable ReplPrincipal by) {
		this.ledger.endAll(Running.class, this, (running) -> which.test(running.session), why, by);
	}

	/**
	 * A watch, from the moment that it is in the audit log until its end.
	 */
	private final class Running extends TemporaryChange {

		private final WatchTarget target;

		private final Watch watch;

		private final ReplPrincipal author;

		private final String session;

		private final Instant since = Watches.this.clock.instant();

		private Running(String id, WatchTarget target, Watch watch, EvaluationOrigin origin) {
			super(KIND, id, target.type() + "." + target.member(), "watched", "the form is evaluated",
					origin.principal(), Watches.this);
			this.target = target;
			this.watch = watch;
			this.author = origin.principal();
			this.session = origin.session();
		}

		@Override
		protected Map<String, @Nullable Object> details(boolean ended) {
			Map<String, @Nullable Object> details = new LinkedHashMap<>();
			details.put("patch", id());
			details.put("what", what());
			details.put("watch", true);
			details.put("until", until());
			if (ended) {
				details.put("calls", this.watch.counts().calls());
			}
			return details;
		}

		@Override
		protected void undo(String why) {
			this.watch.end(new WatchEnd(why, null));
			takeAway(this);
		}

		@Override
		protected void notUndone(Throwable failure) {
			LogFactory.getLog(Watches.class)
				.error("The watch " + id() + " of " + VisibleText.line(what())
						+ " has ended, but its call stays in the code of the class", VisibleThrowable.of(failure));
		}

		private void inForce() {
			putInForce();
		}

		private WatchView view() {
			Watch.Counts counts = this.watch.counts();
			return new WatchView(id(), this.target.type(), this.target.member(), this.author.name(),
					this.author.source(), this.session, this.since, counts.calls(), counts.dropped());
		}

	}

}
