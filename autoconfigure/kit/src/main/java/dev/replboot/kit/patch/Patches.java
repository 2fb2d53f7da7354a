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

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.kit.change.TemporaryChanges;
import dev.replboot.runtime.RuntimeHold;
import dev.replboot.runtime.stop.StandIn;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;

/**
 * The patches in force: which methods run something else than their class says, since
 * when, by whom and until when. Every one ends, at the latest with the application
 * context.
 */
public final class Patches implements SessionListener, RuntimeHold, AutoCloseable {

	final PatchNotices notices;

	final CallerFailures failures;

	private final Duration max;

	private final Clock clock;

	private final TemporaryChanges ledger;

	private final Map<String, ReplSession> sessions = new ConcurrentHashMap<>();

	private final PatchJournal journal;

	private final Supplier<ClassPatcher> patcher = SingletonSupplier
		.of(() -> new ClassPatcher(Agents.instrumentation()));

	private final PatchPlaces places = new PatchPlaces(this.patcher);

	private final Watches watches;

	private volatile boolean closing;

	/**
	 * Create it.
	 * @param ledger lists and records all temporary changes
	 * @param max how long a patch may be kept
	 * @param journal the file that remembers from one run to the next which patches were
	 * kept, or {@code null} for none
	 * @param failures what the application fails with
	 * @param clock tells the time
	 */
	public Patches(TemporaryChanges ledger, Duration max, @Nullable Path journal, CallerFailures failures,
			Clock clock) {
		this.ledger = ledger;
		this.notices = new PatchNotices(this.sessions::get);
		this.failures = failures;
		this.journal = new PatchJournal(journal);
		this.max = max;
		this.clock = clock;
		this.watches = new Watches(ledger, clock, this.patcher, this.sessions::get);
	}

	/**
	 * The application starts: nothing is patched, and what the last run had kept is named
	 * in the log.
	 */
	public void started() {
		this.journal.warn();
	}

	/**
	 * Patch a method. It is on record before it happens.
	 * @param target the class or an object of it
	 * @param method the method's name, with the types of its parameters if need be
	 * @param body what runs in its place
	 * @param options {@code reason}, {@code keep}, {@code max-errors}, {@code budget} and
	 * {@code all-repositories}
	 * @return the patch
	 * @throws PatchRefusedException if it can't be patched
	 * @throws IllegalStateException if there are as many patches as there may be
	 */
	public PatchView patch(Object target, String method, PatchBody body,
			Map<String, ? extends @Nullable Object> options) {
		PatchOptions wanted = PatchOptions.of(options);
		PatchPlace place = this.places.find(target, method, wanted.allRepositories());
		return begin((counter) -> new PatchedMethod(place, body, counter), wanted);
	}

	/**
	 * Make what takes a patch's output to the session that the calling thread evaluates
	 * for.
	 * @return the output
	 */
	public PatchOutput output() {
		EvaluationOrigin origin = CurrentOrigin.get();
		String session = (origin != null) ? origin.session() : "";
		return new PatchOutput(() -> this.sessions.get(session));
	}

	/**
	 * The watches that run.
	 * @return the same for as long as these patches
	 */
	public Watches watches() {
		return this.watches;
	}

	/**
	 * Patch a var of the application's own Clojure. It is on record before it happens.
	 * @param namespace the var's namespace
	 * @param name the var's name
	 * @param change changes its root
	 * @param options as for {@link #patch}
	 * @return the patch
	 * @throws PatchRefusedException if it can't be patched
	 * @throws IllegalStateException if there are as many patches as there may be
	 */
	public PatchView patchVar(String namespace, String name, VarChange change,
			Map<String, ? extends @Nullable Object> options) {
		return begin((counter) -> new PatchedVar(namespace, name, counter, change), PatchOptions.of(options));
	}

	private synchronized PatchView begin(Function<Counter, Patched> target, PatchOptions wanted) {
		EvaluationOrigin origin = CurrentOrigin.get();
		if (origin == null) {
			throw new PatchRefusedException("This thread belongs to no session, and a patch ends with its session, so"
					+ " nothing was patched. Patch from the session itself.");
		}
		if (!this.sessions.containsKey(origin.session())) {
			throw new PatchRefusedException("The session is over, so nothing was patched.");
		}
		if (wanted.keep() != null && wanted.keep().compareTo(this.max) > 0) {
			throw new PatchRefusedException("A patch may be kept for " + this.max + " at most (repl.patch.max).");
		}
		if (this.closing) {
			throw new PatchRefusedException("The application context closes, so nothing was patched.");
		}
		AtomicReference<@Nullable Patch> made = new AtomicReference<>();
		Counter counter = new Counter(new Counter.Brake(wanted.maxErrors(), wanted.budget(),
				(failure) -> this.ledger.execute(() -> firstFailure(made.get(), StandIn.of(failure))),
				(failure) -> this.ledger.execute(() -> giveUp(made.get(), StandIn.of(failure)))));
		Patched patched = target.apply(counter);
		this.ledger.endAll(Patch.class, this, (other) -> other.patched.isSame(patched) && other.patched.isOverwritten(),
				"what it had patched was defined again", null);
		refuseIfPatched(patched);
		Instant since = this.clock.instant();
		Patch patch = new Patch(this.ledger.nextId(Patch.KIND), patched, origin.principal(), origin.session(),
				wanted.reason(), since, (wanted.keep() != null) ? since.plus(wanted.keep()) : null, this);
		made.set(patch);
		boolean done = false;
		try {
			this.ledger.begin(patch, wanted.keep());
			this.failures.add(patch.patched);
			patch.inForce(patch.patched.apply());
			if (patch.isKept()) {
				remember();
			}
			done = true;
			return patch.view();
		}
		finally {
			if (!done) {
				this.ledger.end(patch, "it could not be put in force", null);
			}
		}
	}

	private void refuseIfPatched(Patched wanted) {
		for (Patch patch : this.ledger.all(Patch.class)) {
			if (patch.patched.isSame(wanted)) {
				throw new PatchRefusedException(patch.what() + " is patched already, by " + patch.author.name() + " as "
						+ patch.id() + ". End that with (revert! \"" + patch.id() + "\") first.");
			}
		}
	}

	// When the context closes, the journal stays: the next start names what was kept.
	synchronized void remember() {
		if (!this.closing) {
			this.journal.write(this.ledger.all(Patch.class));
		}
	}

	/**
	 * The patches in force.
	 * @return the patches, the oldest first
	 */
	public List<PatchView> all() {
		return this.ledger.inForce(Patch.class).stream().map(Patch::view).toList();
	}

	/**
	 * How many patches are in force.
	 * @return their number
	 */
	public int count() {
		return this.ledger.inForce(Patch.class).size();
	}

	/**
	 * Revert a patch.
	 * @param id the patch's id
	 * @param by the principal who wants it
	 * @return the patch, or {@code null} when there is none with this id
	 */
	public @Nullable PatchView revert(String id, ReplPrincipal by) {
		Patch patch = this.ledger.find(Patch.class, id);
		return (patch != null && this.ledger.end(patch, TemporaryChanges.askedFor(by), by)) ? patch.view() : null;
	}

	/**
	 * Revert a patch for the session that the calling thread evaluates for.
	 * @param id the patch's id
	 * @return the patch, or {@code null} when there is none with this id
	 */
	public @Nullable PatchView revert(String id) {
		Patch patch = this.ledger.find(Patch.class, id);
		return (patch != null && this.ledger.revert(patch)) ? patch.view() : null;
	}

	/**
	 * Revert all patches and watches for the session that the calling thread evaluates
	 * for.
	 * @return the patches that were in force
	 */
	public List<PatchView> revertAll() {
		return endAll((patch) -> true, TemporaryChanges.askedFor(TemporaryChanges.asking()), TemporaryChanges.asking());
	}

	/**
	 * Say whether classes can be changed.
	 * @return what there is, and what to do if it isn't enough
	 */
	public Map<String, String> diagnose() {
		Agents.Diagnosis diagnosis = Agents.diagnose();
		return Map.of("agent", diagnosis.agent(), "sentence", diagnosis.sentence());
	}

	private void firstFailure(@Nullable Patch patch, Throwable failure) {
		if (patch != null && this.ledger.find(Patch.class, patch.id()) == patch) {
			this.notices.firstFailure(patch, failure);
		}
	}

	private void giveUp(@Nullable Patch patch, Throwable failure) {
		if (patch != null && this.ledger.find(Patch.class, patch.id()) == patch) {
			String sentence = PatchNotices.givenUp(patch, failure);
			this.ledger.end(patch, "it failed " + patch.patched.errors() + " times: " + failure, null);
			this.notices.tell(patch, sentence, failure);
		}
	}

	// The watches end first, because their functions are of the same runtime.
	private List<PatchView> endAll(Predicate<Patch> which, String why, @Nullable ReplPrincipal by) {
		this.watches.endAll((session) -> true, why, by);
		return this.ledger.endAll(Patch.class, this, which, why, by).stream().map(Patch::view).toList();
	}

	@Override
	public void started(ReplSession session) {
		this.sessions.put(session.id(), session);
	}

	@Override
	public void ended(ReplSession session) {
		this.sessions.remove(session.id(), session);
		this.watches.endAll(session.id()::equals, "its session ended", null);
		this.ledger.endAll(Patch.class, this, (patch) -> !patch.isKept() && patch.session.equals(session.id()),
				"its session ended", null);
	}

	@Override
	public @Nullable String hold(Runnable unload) {
		this.sessions.clear();
		endAll((patch) -> !patch.isKept(), "the REPL closed", null);
		synchronized (this) {
			List<Patch> kept = this.ledger.all(Patch.class)
				.stream()
				.filter((patch) -> patch.isKept() && patch.runtime() == null)
				.toList();
			if (kept.isEmpty()) {
				return null;
			}
			Patch.HeldRuntime held = new Patch.HeldRuntime(unload, kept.size());
			kept.forEach((patch) -> patch.runtime(held));
			return "Clojure stays in memory for the patches that are kept: " + kept.stream()
				.map((patch) -> patch.id() + " of " + patch.what() + " until " + patch.until())
				.collect(Collectors.joining(", "));
		}
	}

	/**
	 * The application context closes: nothing stays patched.
	 */
	@Override
	public void close() {
		this.closing = true;
		endAll((patch) -> true, "the application context closed", null);
	}

}
