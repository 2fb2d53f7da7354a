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

package dev.replboot.kit.change;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.LeaseThread;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.kit.KitAudit;
import dev.replboot.runtime.stop.StandIn;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * The ledger of all temporary changes, with the thread that ends those whose time is
 * over. Its lock is held for moments only, never while something is changed or reverted.
 * So a patched call that fails on a thread of the application doesn't wait for somebody
 * who is changing a class.
 */
public final class TemporaryChanges {

	private static final Log logger = LogFactory.getLog(TemporaryChanges.class);

	private final KitAudit record;

	private final Map<String, TemporaryChange> changes = new LinkedHashMap<>();

	private final Map<ChangeKind, Integer> numbers = new HashMap<>();

	private boolean open;

	// It is there while the REPL is open or something ends by its time.
	private @Nullable ScheduledThreadPoolExecutor timer;

	/**
	 * Create the ledger.
	 * @param record where changes and their ends are recorded
	 */
	public TemporaryChanges(KitAudit record) {
		this.record = record;
	}

	/**
	 * The REPL is open. This starts the thread, because a thread that an evaluation
	 * starts holds the evaluation's runtime on Java 17 for as long as it lives.
	 */
	public synchronized void open() {
		this.open = true;
		timer().prestartCoreThread();
	}

	/**
	 * The REPL is closed. Changes that end by their time keep the thread.
	 */
	public synchronized void close() {
		this.open = false;
		stopUnlessUsed();
	}

	/**
	 * The id of the next change. Only {@link #begin} uses it up, so an attempt that is
	 * refused leaves no gap.
	 * @param kind its kind, whose lock the calling thread holds
	 * @return the id
	 * @throws IllegalStateException if there are as many as there may be
	 */
	public synchronized String nextId(ChangeKind kind) {
		if (this.changes.values().stream().filter((change) -> change.kind == kind).count() >= kind.most()) {
			throw new IllegalStateException("There are " + kind.most() + " " + kind.plural()
					+ " already. Revert some of them with (revert! …) first.");
		}
		return String.valueOf(kind.letter()) + (this.numbers.getOrDefault(kind, 0) + 1);
	}

	/**
	 * Record and list a change that is about to be made. It replaces the one with its id.
	 * @param change the change, whose lock the calling thread holds
	 * @param duration the time after which it ends, or {@code null} for none
	 */
	public void begin(TemporaryChange change, @Nullable Duration duration) {
		// What is too long is refused before anything is recorded.
		long delay = (duration != null) ? duration.toMillis() : 0;
		this.record.publish(change.kind.begun(), change.details(false));
		add(change, duration != null, delay);
	}

	private synchronized void add(TemporaryChange change, boolean expires, long delay) {
		ScheduledThreadPoolExecutor executor = timer();
		if (expires) {
			// It waits for the lock of the change, so it isn't too early.
			change.expiry = executor.schedule(() -> end(change, "its time was over", null), delay,
					TimeUnit.MILLISECONDS);
		}
		TemporaryChange before = this.changes.put(change.id(), change);
		if (before != null) {
			cancelExpiry(before);
		}
		else {
			this.numbers.merge(change.kind, 1, Integer::sum);
		}
	}

	private ScheduledThreadPoolExecutor timer() {
		ScheduledThreadPoolExecutor executor = this.timer;
		if (executor == null) {
			executor = new ScheduledThreadPoolExecutor(1, TemporaryChanges::thread);
			executor.setRemoveOnCancelPolicy(true);
			this.timer = executor;
		}
		return executor;
	}

	private void stopUnlessUsed() {
		if (!this.open && this.timer != null
				&& this.changes.values()
					.stream()
					.allMatch((change) -> change.expiry == null || change.expiry.isDone())) {
			// What runs, on the calling thread perhaps, comes to its end.
			this.timer.shutdown();
			this.timer = null;
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = LeaseThread.of(task, "repl-reverts");
		// The context class loader of an evaluation is its runtime's.
		thread.setContextClassLoader(TemporaryChanges.class.getClassLoader());
		return thread;
	}

	// The change is listed until it is reverted.
	private synchronized boolean claim(TemporaryChange change) {
		if (change.ending || this.changes.get(change.id()) != change) {
			return false;
		}
		change.ending = true;
		cancelExpiry(change);
		return true;
	}

	private synchronized void release(TemporaryChange change, @Nullable Throwable failure) {
		change.failure = failure;
		if (failure != null && change.isInForceUnlessUndone()) {
			change.ending = false;
		}
		else {
			this.changes.remove(change.id());
		}
		stopUnlessUsed();
	}

	private static void cancelExpiry(TemporaryChange change) {
		if (change.expiry != null) {
			change.expiry.cancel(false);
		}
	}

	/**
	 * Run something soon, unless the REPL is closed and nothing ends by its time: a call
	 * may come to its end after its patch.
	 * @param work what to run
	 */
	public synchronized void execute(Runnable work) {
		if (this.timer != null) {
			this.timer.execute(work);
		}
	}

	/**
	 * All changes.
	 * @return the changes, the oldest first
	 */
	public synchronized List<TemporaryChange> all() {
		return List.copyOf(this.changes.values());
	}

	/**
	 * The changes of one kind.
	 * @param kind their type
	 * @param <T> their type
	 * @return the changes, the oldest first
	 */
	public <T extends TemporaryChange> List<T> all(Class<T> kind) {
		return all().stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/**
	 * The changes of one kind that are in force. A change is listed before that.
	 * @param kind their type
	 * @param <T> their type
	 * @return the changes, the oldest first
	 */
	public <T extends TemporaryChange> List<T> inForce(Class<T> kind) {
		return all(kind).stream().filter(TemporaryChange::isInForce).toList();
	}

	/**
	 * Find a change of one kind.
	 * @param kind its type
	 * @param id its id
	 * @param <T> its type
	 * @return the change, or {@code null} when there is none
	 */
	public synchronized <T extends TemporaryChange> @Nullable T find(Class<T> kind, String id) {
		TemporaryChange found = this.changes.get(id);
		return kind.isInstance(found) ? kind.cast(found) : null;
	}

	/**
	 * Find a change.
	 * @param name its id, or what is changed, as it is or as it is shown
	 * @return the change, or {@code null} when there is none
	 * @throws IllegalStateException if there are several
	 */
	@Nullable TemporaryChange find(String name) {
		TemporaryChange named = find(TemporaryChange.class, name);
		if (named != null) {
			return named;
		}
		List<TemporaryChange> found = all().stream()
			.filter((each) -> each.what().equals(name) || VisibleText.line(each.what()).equals(name))
			.toList();
		if (found.size() > 1) {
			throw new IllegalStateException("There are several changes of " + VisibleText.line(name) + ": "
					+ found.stream().map(TemporaryChange::id).collect(Collectors.joining(", "))
					+ ". Give one of these.");
		}
		return found.isEmpty() ? null : found.get(0);
	}

	/**
	 * End a change for the session that the calling thread evaluates for.
	 * @param change the change
	 * @return whether it hadn't ended before
	 * @throws IllegalStateException if it could not be reverted and is still in force
	 */
	public boolean revert(TemporaryChange change) {
		ReplPrincipal by = asking();
		if (end(change, askedFor(by), by)) {
			return true;
		}
		Throwable failure = change.failure;
		if (failure != null && find(TemporaryChange.class, change.id()) == change) {
			throw new IllegalStateException(
					change.id() + ", " + VisibleText.line(change.what())
							+ ", could not be reverted and is still in force: " + VisibleText.line(text(failure)),
					failure);
		}
		return false;
	}

	/**
	 * The principal that the calling thread evaluates for.
	 * @return the principal, or {@code null} if the thread evaluates nothing
	 */
	public static @Nullable ReplPrincipal asking() {
		EvaluationOrigin origin = CurrentOrigin.get();
		return (origin != null) ? origin.principal() : null;
	}

	/**
	 * Why something ends that somebody wants to end.
	 * @param by the principal who wants it, or {@code null} if it is code of the
	 * application
	 * @return the reason
	 */
	public static String askedFor(@Nullable ReplPrincipal by) {
		return "asked for by " + ((by != null) ? by.name() : "code of the application");
	}

	/**
	 * End a change. Its lock isn't held while the end is recorded, because a listener of
	 * the audit log may be slow.
	 * @param change the change
	 * @param why the reason
	 * @param by the principal who wants it, or {@code null} if nobody does
	 * @return {@code false} if it had ended before, or is still in force because it could
	 * not be undone
	 */
	public boolean end(TemporaryChange change, String why, @Nullable ReplPrincipal by) {
		Throwable failure;
		synchronized (change.lock) {
			if (!claim(change)) {
				return false;
			}
			failure = undo(change, why);
			release(change, failure);
		}
		if (failure != null) {
			quietly(change, () -> change.notUndone(failure));
		}
		quietly(change, () -> recordEnd(change, why, by, failure));
		if (failure != null && change.isInForceUnlessUndone()) {
			return false;
		}
		quietly(change, change::over);
		return true;
	}

	// A watch of a Clojure var may throw anything.
	private static @Nullable Throwable undo(TemporaryChange change, String why) {
		try {
			change.undo(why);
			return null;
		}
		catch (Throwable ex) {
			return StandIn.of(ex);
		}
	}

	// What goes wrong with one change keeps no other from its end.
	private static void quietly(TemporaryChange change, Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A step of the end of " + change.id() + ", " + VisibleText.line(change.what()) + ", failed",
					VisibleThrowable.of(ex));
		}
	}

	private void recordEnd(TemporaryChange change, String why, @Nullable ReplPrincipal by,
			@Nullable Throwable failure) {
		Map<String, @Nullable Object> data = change.details(true);
		data.put("why", why);
		data.put("failure", (failure != null) ? text(failure) : null);
		this.record.publish((by != null) ? by : change.author, change.kind.ended(), data);
	}

	private static String text(Throwable failure) {
		try {
			return failure.toString();
		}
		catch (RuntimeException | Error ex) {
			return failure.getClass().getName();
		}
	}

	/**
	 * End several changes of one kind, the newest first. This waits for one that is being
	 * made.
	 * @param kind their type
	 * @param lock the lock of the kind, which is held to look which there are
	 * @param which which of them
	 * @param why the reason
	 * @param by the principal who wants it, or {@code null} if nobody does
	 * @param <T> their type
	 * @return those that have ended, the oldest first
	 */
	public <T extends TemporaryChange> List<T> endAll(Class<T> kind, Object lock, Predicate<? super T> which,
			String why, @Nullable ReplPrincipal by) {
		List<T> all;
		synchronized (lock) {
			all = new ArrayList<>(all(kind));
		}
		Collections.reverse(all);
		List<T> ended = new ArrayList<>(
				all.stream().filter((change) -> which.test(change) && end(change, why, by)).toList());
		Collections.reverse(ended);
		return ended;
	}

}
