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

package dev.replboot.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.audit.AuditActor;
import dev.replboot.audit.AuditType;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.runtime.TakenThing;
import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;
import dev.replboot.text.VisibleText;
import dev.replboot.text.VisibleThrowable;

/**
 * What functions of the kit have changed in the application for a while: put back after a
 * duration, or when the REPL closes.
 *
 * @since 0.1.0
 */
public final class ChangesHost {

	private static final Log logger = LogFactory.getLog(ChangesHost.class);

	private static final int MAX_CHANGES = 1000;

	private static final String UNKNOWN = "unknown";

	private final KitAudit record;

	private final Clock clock;

	private final Map<String, Change> changes = new LinkedHashMap<>();

	private boolean open;

	private @Nullable ScheduledThreadPoolExecutor timer;

	/**
	 * Create it.
	 * @param record where changes and their ends are recorded
	 * @param clock tells the time
	 */
	public ChangesHost(KitAudit record, Clock clock) {
		this.record = record;
		this.clock = clock;
	}

	/**
	 * The REPL opens: changes may be made.
	 */
	public synchronized void open() {
		this.open = true;
	}

	/**
	 * The REPL is closed: put back all that is still changed.
	 */
	public synchronized void close() {
		this.open = false;
		new ArrayList<>(this.changes.values()).forEach((change) -> putBack(change, "the REPL closed"));
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
		}
	}

	/**
	 * Change something. It is on record before it happens. When the same thing has been
	 * changed already, it will be put back to what it was before the first time.
	 * @param what what is changed, which identifies it
	 * @param to a description of what it becomes
	 * @param after the time after which it is put back; {@code null} to keep it until the
	 * REPL closes
	 * @param apply changes it
	 * @param undo puts it back
	 * @throws IllegalStateException if the REPL is closed, or too much is changed already
	 */
	public synchronized void change(String what, String to, @Nullable Duration after, Runnable apply, Runnable undo) {
		if (!this.open) {
			throw new IllegalStateException("The REPL is closed. Nothing was changed.");
		}
		Change before = this.changes.get(what);
		if (before == null && this.changes.size() >= MAX_CHANGES) {
			throw new IllegalStateException(
					"There are " + MAX_CHANGES + " changes already. Put some of them back with (revert! …) first.");
		}
		Instant until = (after != null) ? this.clock.instant().plus(after) : null;
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("what", what);
		data.put("to", to);
		data.put("until", (until != null) ? until.toString() : "the REPL closes");
		this.record.publish(AuditType.REPL_APPLICATION_CHANGED, data);
		if (before != null && before.end != null) {
			before.end.cancel(false);
		}
		EvaluationOrigin origin = CurrentOrigin.get();
		Change change = new Change(what, to, until, (origin != null) ? origin.principal() : null,
				(before != null) ? before.undo : undo);
		// first, for the change could fail half way
		this.changes.put(what, change);
		apply.run();
		if (after != null) {
			change.end = timer().schedule(() -> expire(change), after.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Put something back now.
	 * @param what what had been changed
	 * @return whether it was changed
	 */
	public synchronized boolean revert(String what) {
		// as it is, or as it is shown
		Change change = this.changes.values()
			.stream()
			.filter((each) -> each.what.equals(what) || VisibleText.line(each.what).equals(what))
			.findFirst()
			.orElse(null);
		if (change == null) {
			return giveBack(what);
		}
		putBack(change, "asked for");
		return true;
	}

	private static boolean giveBack(String what) {
		Taken taken = Takings.current();
		try {
			return taken != null && taken.giveBack((thing) -> VisibleText.line(thing.what()).equals(what));
		}
		catch (Exception ex) {
			throw new IllegalStateException("It could not be given back: " + ex, ex);
		}
	}

	/**
	 * What is changed at the moment, and what evaluations have taken.
	 * @return the properties of each change, the oldest first, then of what was taken
	 */
	public synchronized List<Map<String, @Nullable Object>> changes() {
		List<Map<String, @Nullable Object>> all = new ArrayList<>();
		for (Change change : this.changes.values()) {
			Map<String, @Nullable Object> properties = new LinkedHashMap<>();
			properties.put("what", VisibleText.line(change.what));
			properties.put("to", VisibleText.line(change.to));
			properties.put("by", VisibleText.line((change.by != null) ? change.by.name() : UNKNOWN));
			properties.put("until", (change.until != null) ? change.until.toString() : "the REPL closes");
			all.add(properties);
		}
		Taken taken = Takings.current();
		if (taken != null) {
			taken.all().forEach((thing) -> all.add(properties(thing)));
		}
		return all;
	}

	private static Map<String, @Nullable Object> properties(TakenThing thing) {
		Map<String, @Nullable Object> properties = new LinkedHashMap<>();
		properties.put("what", VisibleText.line(thing.what()));
		properties.put("to", thing.to());
		properties.put("by", VisibleText.line(thing.by()));
		properties.put("until", thing.until());
		return properties;
	}

	private synchronized void expire(Change change) {
		if (this.changes.get(change.what) == change) {
			putBack(change, "its time was over");
		}
	}

	// whatever goes wrong with one, the others are put back as well
	private void putBack(Change change, String why) {
		this.changes.remove(change.what);
		if (change.end != null) {
			change.end.cancel(false);
		}
		String failure = null;
		try {
			change.undo.run();
		}
		catch (RuntimeException ex) {
			logger.error("Could not put back: " + VisibleText.line(change.what), VisibleThrowable.of(ex));
			failure = ex.toString();
		}
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("what", change.what);
		data.put("why", why);
		data.put("failure", failure);
		try {
			if (change.by != null) {
				this.record.publish(change.by, AuditType.REPL_CHANGE_REVERTED, data);
			}
			else {
				this.record.publish(AuditActor.named(UNKNOWN), AuditType.REPL_CHANGE_REVERTED, data);
			}
		}
		catch (RuntimeException ex) {
			logger.error("Could not record that it was put back: " + VisibleText.line(change.what),
					VisibleThrowable.of(ex));
		}
	}

	// a thread that inherits nothing of the evaluation that happens to start it
	private ScheduledThreadPoolExecutor timer() {
		ScheduledThreadPoolExecutor timer = this.timer;
		if (timer == null) {
			timer = new ScheduledThreadPoolExecutor(1, (task) -> {
				Thread thread = new Thread(null, task, "repl-reverts", 0, false);
				thread.setDaemon(true);
				thread.setContextClassLoader(ChangesHost.class.getClassLoader());
				return thread;
			});
			timer.setRemoveOnCancelPolicy(true);
			this.timer = timer;
		}
		return timer;
	}

	/**
	 * Something that is changed.
	 */
	private static final class Change {

		private final String what;

		private final String to;

		private final @Nullable Instant until;

		private final @Nullable ReplPrincipal by;

		private final Runnable undo;

		private @Nullable ScheduledFuture<?> end;

		private Change(String what, String to, @Nullable Instant until, @Nullable ReplPrincipal by, Runnable undo) {
			this.what = what;
			this.to = to;
			this.until = until;
			this.by = by;
			this.undo = undo;
		}

	}

}
