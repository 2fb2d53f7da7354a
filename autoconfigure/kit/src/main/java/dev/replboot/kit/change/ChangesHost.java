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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.audit.AuditType;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.runtime.TakenThing;
import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;
import dev.replboot.text.VisibleText;

/**
 * Lists and reverts temporary changes of the application, and changes its settings until
 * a duration is over or the REPL closes.
 */
public final class ChangesHost implements SessionListener {

	private static final Log logger = LogFactory.getLog(ChangesHost.class);

	private static final ChangeKind KIND = new ChangeKind('c', "changes of settings", 1000,
			AuditType.REPL_APPLICATION_CHANGED, AuditType.REPL_CHANGE_REVERTED);

	private final TemporaryChanges ledger;

	private final Clock clock;

	private final Map<String, ReplSession> sessions = new ConcurrentHashMap<>();

	private boolean open;

	/**
	 * Create the host.
	 * @param ledger has all changes
	 * @param clock tells the time
	 */
	public ChangesHost(TemporaryChanges ledger, Clock clock) {
		this.ledger = ledger;
		this.clock = clock;
	}

	/**
	 * The REPL opens: changes may be made.
	 */
	public synchronized void open() {
		this.open = true;
	}

	/**
	 * The REPL is closed: revert all that is still changed.
	 * @return a sentence for each change that was left as it is, because something else
	 * had changed the same since
	 */
	public synchronized List<String> close() {
		this.open = false;
		return this.ledger.endAll(Setting.class, this, (change) -> true, "the REPL closed", null)
			.stream()
			.map((setting) -> setting.left)
			.filter(Objects::nonNull)
			.toList();
	}

	@Override
	public void started(ReplSession session) {
		this.sessions.put(session.id(), session);
	}

	@Override
	public void ended(ReplSession session) {
		this.sessions.remove(session.id());
	}

	/**
	 * Change something. The change is in the audit log before it happens. When the same
	 * thing has been changed already, it keeps its id, and will be reverted to what it
	 * was before the first time.
	 * @param what what is changed, which identifies it
	 * @param to a description of what it becomes
	 * @param after the time after which it is reverted; {@code null} to keep it until the
	 * REPL closes
	 * @param apply changes it
	 * @param undo reverts it; returns a sentence if it leaves it as it is, because
	 * something else has changed the same since, or else {@code null}
	 * @throws IllegalStateException if the REPL is closed, or too much is changed already
	 */
	public synchronized void change(String what, String to, @Nullable Duration after, Runnable apply,
			Supplier<@Nullable String> undo) {
		if (!this.open) {
			throw new IllegalStateException("The REPL is closed. Nothing was changed.");
		}
		Setting before = this.ledger.all(Setting.class)
			.stream()
			.filter((each) -> each.what().equals(what))
			.findFirst()
			.orElse(null);
		String until = (after != null) ? this.clock.instant().plus(after).toString() : "the REPL closes";
		// It begins first, because the change could fail half way.
		this.ledger.begin(new Setting((before != null) ? before.id() : this.ledger.nextId(KIND), what, to, until,
				(before != null) ? before.undo : undo), after);
		apply.run();
	}

	/**
	 * Revert something now.
	 * @param name its id, or what had been changed
	 * @param told receives a sentence if it was left as it is, because something else has
	 * changed the same since
	 * @return whether it was changed
	 * @throws IllegalStateException if several changes have this name, or it could not be
	 * reverted and is still changed
	 */
	public boolean revert(String name, Consumer<String> told) {
		TemporaryChange before = null;
		TemporaryChange change = this.ledger.find(name);
		// Somebody may change the same thing again meanwhile.
		while (change != null && change != before) {
			if (this.ledger.revert(change)) {
				if (change instanceof Setting setting && setting.left != null) {
					told.accept(VisibleText.line(setting.left));
				}
				return true;
			}
			before = change;
			change = this.ledger.find(name);
		}
		return before == null && giveBack(name);
	}

	private static boolean giveBack(String name) {
		Taken taken = Takings.current();
		try {
			return taken != null && taken
				.giveBack((thing) -> thing.id().equals(name) || VisibleText.line(thing.what()).equals(name));
		}
		catch (Exception ex) {
			throw new IllegalStateException("It could not be given back: " + ex, ex);
		}
	}

	/**
	 * What is changed at the moment, and what evaluations have taken.
	 * @return the properties of each change, the oldest first, then of what was taken
	 */
	public List<Map<String, Object>> changes() {
		List<Map<String, Object>> all = new ArrayList<>();
		for (TemporaryChange change : this.ledger.inForce(TemporaryChange.class)) {
			String by = (change.author != null) ? change.author.name() : "unknown";
			all.add(properties(change.id(), change.what(), change.to, by, change.until()));
		}
		Taken taken = Takings.current();
		if (taken != null) {
			for (TakenThing thing : taken.all()) {
				all.add(properties(thing.id(), thing.what(), thing.to(), thing.by(), thing.until()));
			}
		}
		return all;
	}

	private static String currentSession() {
		EvaluationOrigin origin = CurrentOrigin.get();
		return (origin != null) ? origin.session() : "";
	}

	private static Map<String, Object> properties(String id, String what, String to, String by, String until) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("id", id);
		properties.put("what", VisibleText.line(what));
		properties.put("to", VisibleText.line(to));
		properties.put("by", VisibleText.line(by));
		properties.put("until", until);
		return properties;
	}

	/**
	 * Something of the application that is set to something else.
	 */
	private final class Setting extends TemporaryChange {

		private final Supplier<@Nullable String> undo;

		private final String session;

		// why it isn't reverted although it is over
		private volatile @Nullable String left;

		private Setting(String id, String what, String to, String until, Supplier<@Nullable String> undo) {
			super(KIND, id, what, to, until, TemporaryChanges.asking(), ChangesHost.this);
			this.undo = undo;
			this.session = currentSession();
			// The application could fail to change it half way.
			putInForce();
		}

		@Override
		protected Map<String, @Nullable Object> details(boolean ended) {
			Map<String, @Nullable Object> details = new LinkedHashMap<>();
			details.put("what", what());
			if (!ended) {
				details.put("to", this.to);
				details.put("until", until());
			}
			else {
				details.put("left", this.left);
			}
			return details;
		}

		@Override
		protected void undo(String why) {
			this.left = this.undo.get();
		}

		@Override
		protected boolean isInForceUnlessUndone() {
			return true;
		}

		// The function that reverts it notifies whoever has called it.
		@Override
		protected void over() {
			String sentence = this.left;
			if (sentence == null) {
				return;
			}
			logger.warn(VisibleText.line(sentence));
			ReplSession author = ChangesHost.this.sessions.get(this.session);
			if (author != null && !this.session.equals(currentSession())) {
				author.control().notice(VisibleText.line(sentence));
			}
		}

	}

}
