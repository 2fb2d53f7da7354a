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

package dev.replboot.runtime.stop;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.TakenThing;

/**
 * What the evaluations of one runtime have taken or changed in the application: given
 * back when the runtime is closed at the latest, the last first.
 */
public final class Taken {

	private static final Log logger = LogFactory.getLog(Taken.class);

	private static final String THREAD = "repl-give-back";

	private static final int SWEEP_AT = 64;

	private static final int MOST = 10_000;

	private final List<TakenEntry> entries = new ArrayList<>();

	private final Consumer<Runnable> background;

	private int sweepAt = SWEEP_AT;

	private long count;

	private long ids;

	Taken(Consumer<Runnable> background) {
		this.background = background;
	}

	/**
	 * Note something that the calling thread's evaluation has taken.
	 * @param scope the evaluation, or {@code null} for code of one that a thread of the
	 * application has called
	 * @param item what it is and how it is given back
	 * @throws IllegalStateException if more was taken than is kept track of; the item has
	 * been given back then
	 */
	void add(@Nullable TrackedScope scope, Item item) {
		if (!isNoted(scope, item)) {
			IllegalStateException refusal = new IllegalStateException("Evaluations have taken or changed " + MOST
					+ " things in the application already. (changes) lists them, (revert! …) gives one back.");
			try {
				item.giveBack().giveBack();
			}
			catch (Exception ex) {
				refusal.addSuppressed(ex);
			}
			throw refusal;
		}
	}

	synchronized boolean isNoted(@Nullable TrackedScope scope, Item item) {
		if (this.entries.stream().anyMatch((entry) -> entry.isOf(item.identity()) && !entry.isGone())) {
			return true;
		}
		if (this.entries.size() >= this.sweepAt) {
			this.entries.removeIf(TakenEntry::isGone);
			this.sweepAt = Math.min(MOST, Math.max(SWEEP_AT, 2 * this.entries.size()));
		}
		if (this.entries.size() >= MOST) {
			return false;
		}
		String what = item.isNumbered() ? item.what() + " #" + ++this.count : item.what();
		String by = (scope != null) ? scope.actor()
				: "what the application's thread " + Thread.currentThread().getName() + " has called";
		TakenThing thing = new TakenThing("t" + ++this.ids, what, item.to(), by, "the REPL closes");
		return this.entries.add(new TakenEntry(thing, scope, item));
	}

	/**
	 * What was taken is used for something that says more about it.
	 * @param identity the thing
	 * @param use what it is used for
	 */
	synchronized void use(Object identity, Use use) {
		this.entries.replaceAll((entry) -> entry.isOf(identity) ? entry.usedFor(use) : entry);
	}

	/**
	 * It was given back by whoever took it.
	 * @param identity the thing
	 */
	synchronized void gone(Object identity) {
		this.entries.removeIf((entry) -> entry.isOf(identity));
	}

	/**
	 * What hasn't been given back.
	 * @return the things, the oldest first
	 */
	public synchronized List<TakenThing> all() {
		this.entries.removeIf(TakenEntry::isGone);
		return this.entries.stream().map(TakenEntry::thing).toList();
	}

	/**
	 * Give something back now.
	 * @param which whether that is meant
	 * @return whether there was such a thing
	 * @throws Exception if it can't be given back
	 */
	public boolean giveBack(Predicate<TakenThing> which) throws Exception {
		List<TakenEntry> found = take((entry) -> which.test(entry.thing()));
		try {
			for (TakenEntry entry : found) {
				entry.giveBackOnRequest();
			}
		}
		finally {
			keep(found);
		}
		return !found.isEmpty();
	}

	// what couldn't be given back is still listed
	private synchronized void keep(List<TakenEntry> found) {
		found.stream().filter((entry) -> !entry.isGone()).forEach(this.entries::add);
	}

	/**
	 * An evaluation that was stopped is over.
	 * @param scope the evaluation
	 */
	void giveBackOf(TrackedScope scope) {
		List<TakenEntry> found = take((entry) -> entry.endsWith(scope));
		if (!found.isEmpty()) {
			this.background.accept(() -> giveBack(found));
		}
	}

	/**
	 * Take out what was added to something of the application's. A set finds it only as
	 * long as its hash code is what it was.
	 * @param patience how long to wait for that
	 * @return a sentence for each thing that couldn't be taken out
	 */
	List<String> giveBackAdded(Duration patience) {
		return giveBack(take(TakenEntry::isAdded), patience);
	}

	/**
	 * Give everything back.
	 * @param patience how long to wait for that
	 * @return a sentence for each thing that couldn't be given back
	 */
	List<String> giveBackAll(Duration patience) {
		return giveBack(take((entry) -> true), patience);
	}

	private static List<String> giveBack(List<TakenEntry> found, Duration patience) {
		if (found.isEmpty()) {
			return List.of();
		}
		CompletableFuture<List<String>> done = new CompletableFuture<>();
		Thread thread = WorkerThreads.named(THREAD).newThread(() -> done.complete(giveBack(found)));
		thread.start();
		try {
			return done.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return List.of("What evaluations have taken wasn't all given back in time: "
					+ found.stream().filter((entry) -> !entry.isGone()).map((entry) -> entry.thing().what()).toList());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return List.of("Giving back what evaluations have taken was interrupted.");
		}
	}

	/**
	 * Whether the calling thread gives something back, and isn't the application's.
	 * @return whether it does
	 */
	static boolean isGivingBack() {
		return Thread.currentThread().getName().startsWith(THREAD);
	}

	private synchronized List<TakenEntry> take(Predicate<TakenEntry> which) {
		List<TakenEntry> found = new ArrayList<>(this.entries.stream().filter(which).toList());
		this.entries.removeAll(found);
		found.removeIf(TakenEntry::isGone);
		Collections.reverse(found);
		return found;
	}

	// whatever goes wrong with one, the others are given back as well
	private static List<String> giveBack(List<TakenEntry> entries) {
		List<String> sentences = new ArrayList<>();
		for (TakenEntry entry : entries) {
			try {
				entry.giveBack();
				logger.info("Given back: " + entry.thing().what());
			}
			catch (Exception | LinkageError | EvaluationStoppedError ex) {
				logger.warn("Could not be given back: " + entry.thing().what(), ex);
				sentences.add("The " + entry.thing().what() + " could not be given back: " + ex);
			}
		}
		return sentences;
	}

	/**
	 * Something that was added to something else.
	 *
	 * @param to the something else, or {@code null}
	 * @param added what was added
	 */
	public record Key(@Nullable Object to, Object added) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Key key && key.to == this.to
					&& (key.added == this.added || (this.added instanceof String && this.added.equals(key.added)));
		}

		@Override
		public int hashCode() {
			return (this.added instanceof String) ? this.added.hashCode() : System.identityHashCode(this.added);
		}

	}

	/**
	 * Something that is set in something else.
	 *
	 * @param target the something else, or its class
	 * @param name what is set
	 */
	public record Place(WeakReference<Object> target, String name) {

		@Override
		public boolean equals(@Nullable Object other) {
			Object own = this.target.get();
			return other instanceof Place place && own != null && place.target.get() == own
					&& place.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

	/**
	 * What something that was taken is used for.
	 *
	 * @param what what it is
	 * @param to what becomes of it
	 * @param until when it is given back at the latest
	 * @param giveBack gives it back when somebody wants it back
	 */
	public record Use(String what, String to, String until, GiveBack giveBack) {

	}

	/**
	 * Something that is taken.
	 *
	 * @param what what it is
	 * @param isNumbered whether there may be others of that name
	 * @param to what becomes of it
	 * @param identity the thing itself, or a name
	 * @param withEvaluation whether it is given back when its evaluation is stopped
	 * @param gone whether whoever took it has given it back
	 * @param giveBack gives it back
	 */
	public record Item(String what, boolean isNumbered, String to, Object identity, BooleanSupplier withEvaluation,
			BooleanSupplier gone, GiveBack giveBack) {

		/**
		 * A change that stays when its evaluation is stopped.
		 * @param what what is changed, which identifies it
		 * @param to what becomes of it
		 * @param giveBack puts it back
		 * @return the item
		 */
		public static Item change(String what, String to, GiveBack giveBack) {
			return new Item(what, false, to, what, () -> false, () -> false, giveBack);
		}

		/**
		 * The tasks that an evaluation has scheduled, however many.
		 * @param schedule the tasks
		 * @return the item
		 */
		static Item scheduled(ScopeSchedule schedule) {
			return new Item("scheduled tasks", true, "scheduled", schedule, () -> true, schedule::isOver,
					schedule::cancel);
		}

		/**
		 * Something that was added.
		 * @param what what it is
		 * @param identity the thing itself
		 * @param giveBack removes it
		 * @return the item
		 */
		public static Item added(String what, Object identity, GiveBack giveBack) {
			return new Item(what, true, "added", identity, () -> false, () -> false, giveBack);
		}

	}

}
