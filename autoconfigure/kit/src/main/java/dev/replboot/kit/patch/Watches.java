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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.audit.AuditType;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.kit.KitAudit;
import dev.replboot.runtime.ValueViews;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleThrowable;

/**
 * The watches that run: which methods are watched, by whom, and since when. A method may
 * be watched by several and patched at once. A watch ends with the evaluation that
 * watches, or before when somebody else ends it.
 *
 * @since 0.1.0
 */
public final class Watches {

	private static final Log logger = LogFactory.getLog(Watches.class);

	private static final int MOST = 100;

	// All application contexts of the process share the count.
	private static final AtomicLong SITES = new AtomicLong();

	private final KitAudit record;

	private final Clock clock;

	private final Supplier<ClassPatcher> classes;

	private final Function<String, @Nullable ReplSession> sessions;

	private final Map<String, Running> running = new LinkedHashMap<>();

	private final Map<CodeMethod, WatchSite> sites = new HashMap<>();

	private volatile ValueViews entities = (value) -> null;

	private long numbers;

	Watches(KitAudit record, Clock clock, Supplier<ClassPatcher> classes,
			Function<String, @Nullable ReplSession> sessions) {
		this.record = record;
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
	 */
	public <T> T watching(Object target, String method, WatchOptions options, BiFunction<Watch, WatchView, T> body) {
		Running begun = begin(WatchTarget.find(target, method), options);
		try {
			return body.apply(begun.watch, begun.view());
		}
		finally {
			end(begun.id, "asked for by " + begun.author.name(), null);
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
		if (this.running.size() >= MOST) {
			throw new PatchRefusedException("There are " + MOST + " watches already. End some of them first.");
		}
		WatchedValues values = new WatchedValues(this.entities);
		// The application's threads aren't to look up what they need, so it is done here.
		values.one(this);
		Watch watch = new Watch(options, values);
		watch.of(target);
		long number = ++this.numbers;
		Running begun = new Running("w" + number, target, watch, origin.principal(), origin.session(),
				this.clock.instant());
		this.record.publish(AuditType.REPL_PATCHED, describe(begun));
		this.running.put(begun.id, begun);
		boolean done = false;
		try {
			put(begun);
			done = true;
			return begun;
		}
		finally {
			if (!done) {
				end(begun.id, "it could not be put in force", null);
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

	private static Map<String, @Nullable Object> describe(Running watch) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("patch", watch.id);
		data.put("what", watch.what());
		data.put("watch", true);
		data.put("until", "the form is evaluated");
		return data;
	}

	/**
	 * The watches that run.
	 * @return the watches, the oldest first
	 */
	public synchronized List<WatchView> all() {
		return this.running.values().stream().map(Running::view).toList();
	}

	/**
	 * End a watch for the session that the calling thread evaluates for, and notify the
	 * session that watches.
	 * @param id the watch's id
	 * @return the watch, or {@code null} when there is none with this id
	 */
	public @Nullable WatchView end(String id) {
		EvaluationOrigin origin = CurrentOrigin.get();
		ReplPrincipal by = (origin != null) ? origin.principal() : null;
		return end(id, "asked for by " + ((by != null) ? by.name() : "code of the application"), by);
	}

	/**
	 * End a watch.
	 * @param id the watch's id
	 * @param why the reason, for the session that watches
	 * @param by the principal who wants it, or {@code null} for the author of the watch
	 * @return the watch, or {@code null} when there is none with this id
	 */
	@Nullable WatchView end(String id, String why, @Nullable ReplPrincipal by) {
		Running ended;
		String failure = null;
		synchronized (this) {
			ended = this.running.remove(id);
			if (ended == null) {
				return null;
			}
			ended.watch.end(new WatchEnd(why, null));
			try {
				takeAway(ended);
			}
			catch (RuntimeException | Error ex) {
				logger.error(ended.what() + " could not be restored. Its calls aren't reported any more.",
						VisibleThrowable.of(ex));
				failure = ex.toString();
			}
		}
		Map<String, @Nullable Object> data = describe(ended);
		data.put("why", why);
		data.put("calls", ended.watch.seen());
		data.put("failure", failure);
		try {
			this.record.publish((by != null) ? by : ended.author, AuditType.REPL_PATCH_REVERTED, data);
		}
		catch (RuntimeException ex) {
			logger.error("The end of a watch is not in the audit log: " + data.get("what"), VisibleThrowable.of(ex));
		}
		return ended.view();
	}

	/**
	 * End several watches.
	 * @param which their sessions
	 * @param why the reason, for the session that watches
	 */
	void endAll(Predicate<String> which, String why) {
		List<String> ending = new ArrayList<>();
		synchronized (this) {
			this.running.values()
				.stream()
				.filter((watch) -> which.test(watch.session))
				.forEach((watch) -> ending.add(watch.id));
		}
		ending.forEach((id) -> end(id, why, null));
	}

	private record Running(String id, WatchTarget target, Watch watch, ReplPrincipal author, String session,
			Instant since) {

		String what() {
			return this.target.type() + "." + this.target.member();
		}

		WatchView view() {
			return new WatchView(this.id, this.target.type(), this.target.member(), this.author.name(),
					this.author.source(), this.session, this.since, this.watch.seen(), this.watch.dropped());
		}

	}

}
