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

package dev.replboot.kit.data;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.audit.AuditActor;
import dev.replboot.audit.AuditType;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationIntent;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.eval.EvaluationOutcome;
import dev.replboot.eval.EvaluationRefusedException;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.data.cache.CacheWatch;
import dev.replboot.runtime.stop.Taken;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;
import dev.replboot.text.VisibleText;

/**
 * The transactions that sessions keep open across forms. None outlives its session or its
 * time.
 */
public final class SessionTransactions implements EvaluationListener, SessionListener {

	private static final Log logger = LogFactory.getLog(SessionTransactions.class);

	private final TransactionPrompts prompts = new TransactionPrompts();

	private final Map<String, OpenTransaction> open = new ConcurrentHashMap<>();

	private final Duration limit;

	private final KitAudit record;

	private final TransactionTimer timer = new TransactionTimer();

	/**
	 * Create it.
	 * @param limit how long a transaction may stay open
	 * @param record where it is recorded
	 */
	public SessionTransactions(Duration limit, KitAudit record) {
		this.limit = limit;
		this.record = record;
	}

	/**
	 * Begin a transaction of the session that the calling thread evaluates for.
	 * @param dataSource where
	 * @param name the name of the data source
	 * @param manager what manages it
	 * @param caches finds out what it leaves in the application's caches
	 */
	void begin(DataSource dataSource, String name, PlatformTransactionManager manager, CacheWatch caches) {
		String session = origin().session();
		if (this.open.containsKey(session) || TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("There is a transaction already. (commit!) or (rollback!) ends it.");
		}
		this.record.publish(AuditType.REPL_TRANSACTION, Map.of("action", "begin"));
		OpenTransaction transaction = new OpenTransaction(dataSource, manager, caches);
		this.open.put(session, transaction);
		this.prompts.open(session);
		this.timer.schedule(() -> expire(session, transaction), this.limit);
		String until = Instant.now().plus(this.limit).truncatedTo(ChronoUnit.SECONDS)
				+ " (repl.limits.transaction) or the session ends";
		transaction.listAs(new Taken.Use("transaction of session " + session + " on " + name, "open", until,
				() -> revert(session, transaction)));
	}

	// Somebody has found it in the list of what evaluations have taken.
	private void revert(String session, OpenTransaction transaction) throws SQLException {
		EvaluationOrigin origin = origin();
		if (this.open.get(session) != transaction) {
			return;
		}
		if (origin.session().equals(session)) {
			rollBack();
			return;
		}
		String by = VisibleText.line(origin.principal().name());
		AuditActor actor = AuditActor.of(origin);
		// The calling thread may have a transaction of its own.
		String later = Aside.call(() -> {
			String told = revert(session, transaction, by, actor);
			this.prompts.notice(session, told);
			return transaction.isOver() ? null : told;
		});
		if (later != null) {
			this.prompts.notice(origin.session(), later);
		}
	}

	private String revert(String session, OpenTransaction transaction, String by, AuditActor actor) {
		String reason = "Asked for by " + by + " (revert!).";
		synchronized (transaction) {
			if (transaction.isOver()) {
				return "The transaction of session " + session + " is over.";
			}
			String later = "The transaction of session " + session + " will be rolled back when its form is over. "
					+ reason;
			if (isDoomed(transaction, later)) {
				return later;
			}
			String failure = end(session, actor, transaction, reason);
			return ((failure != null) ? failure
					: "The transaction that was open is rolled back: nothing of it is committed.") + " " + reason;
		}
	}

	/**
	 * Commit the transaction of the session that the calling thread evaluates for.
	 */
	void commit() {
		OpenTransaction transaction = current();
		synchronized (transaction) {
			if (transaction.doomed() != null) {
				throw new IllegalStateException(transaction.doomed());
			}
			try {
				transaction.prepareCommit();
				this.record.publish(AuditType.REPL_TRANSACTION, Map.of("action", "commit"));
				commit(transaction);
			}
			finally {
				// when a commit fails, the transaction is over all the same
				recordIfLost(transaction);
				forgetIfOver(origin().session(), transaction);
			}
		}
	}

	// The database has rolled it back.
	private void recordIfLost(OpenTransaction transaction) {
		if (transaction.isLost()) {
			this.record.publish(AuditType.REPL_TRANSACTION,
					Map.of("action", "rollback", "reason", OpenTransaction.LOST));
		}
	}

	private void commit(OpenTransaction transaction) {
		try {
			transaction.commit();
		}
		catch (RuntimeException ex) {
			this.record.publish(AuditType.REPL_TRANSACTION,
					Map.of("action", "commit", "failure", String.valueOf(ex.getMessage())));
			throw ex;
		}
	}

	/**
	 * Roll back the transaction of the session that the calling thread evaluates for.
	 */
	void rollBack() {
		OpenTransaction transaction = current();
		synchronized (transaction) {
			try {
				transaction.rollBack();
			}
			catch (RuntimeException ex) {
				this.record.publish(AuditType.REPL_TRANSACTION,
						Map.of("action", "rollback", "failure", String.valueOf(ex.getMessage())));
				throw ex;
			}
			finally {
				recordIfLost(transaction);
				forgetIfOver(origin().session(), transaction);
			}
		}
		if (!transaction.isLost()) {
			this.record.publish(AuditType.REPL_TRANSACTION, Map.of("action", "rollback"));
		}
	}

	private void forgetIfOver(String session, OpenTransaction transaction) {
		if (transaction.isOver()) {
			this.open.remove(session, transaction);
			this.prompts.none(session);
			this.timer.stopIf(this.open::isEmpty);
			transaction.tell((note) -> this.prompts.notice(session, note));
		}
	}

	private OpenTransaction current() {
		OpenTransaction transaction = this.open.get(origin().session());
		if (transaction == null || !TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("There is no open transaction here. (begin!) begins one.");
		}
		return transaction;
	}

	/**
	 * The data source of the transaction of the session that the calling thread evaluates
	 * for.
	 * @return the data source, or {@code null} if there is no transaction
	 */
	@Nullable DataSource dataSource() {
		EvaluationOrigin origin = this.open.isEmpty() ? null : CurrentOrigin.get();
		OpenTransaction transaction = (origin != null) ? this.open.get(origin.session()) : null;
		return (transaction != null) ? transaction.dataSource() : null;
	}

	private static EvaluationOrigin origin() {
		EvaluationOrigin origin = CurrentOrigin.get();
		if (origin == null) {
			throw new IllegalStateException("This thread doesn't evaluate for a session.");
		}
		return origin;
	}

	@Override
	public void intended(EvaluationIntent intent) {
		OpenTransaction transaction = this.open.get(intent.origin().session());
		if (transaction != null) {
			synchronized (transaction) {
				if (transaction.isOver()) {
					// Its end was under way when the form came.
					throw new EvaluationRefusedException(
							"The transaction of this session was ended meanwhile, so nothing"
									+ " of this form was evaluated. Send it again to evaluate it without the transaction.",
							null);
				}
				transaction.resume();
			}
		}
	}

	@Override
	public void completed(EvaluationIntent intent, EvaluationOutcome outcome) {
		EvaluationOrigin origin = intent.origin();
		OpenTransaction transaction = this.open.get(origin.session());
		if (transaction == null) {
			return;
		}
		synchronized (transaction) {
			String doomed = transaction.doomed();
			if (doomed != null) {
				String failure = end(origin.session(), AuditActor.of(origin), transaction, doomed);
				if (failure != null) {
					this.prompts.notice(origin.session(), failure);
				}
			}
			else if (!transaction.isParked() && !transaction.isOver()) {
				showState(origin.session(), transaction);
				transaction.park();
			}
		}
	}

	private void showState(String session, OpenTransaction transaction) {
		String aborted;
		try {
			aborted = transaction.aborted();
		}
		catch (RuntimeException ex) {
			aborted = "the database doesn't answer: " + ex.getMessage();
		}
		if (aborted == null) {
			this.prompts.open(session);
			return;
		}
		this.prompts.aborted(session);
		if (transaction.isNews()) {
			this.prompts.notice(session, "The transaction is aborted, nothing of it can be committed: " + aborted
					+ ". (rollback!) ends it.");
		}
	}

	@Override
	public void started(ReplSession session) {
		this.prompts.add(session);
	}

	@Override
	public void ended(ReplSession session) {
		this.prompts.remove(session);
		OpenTransaction transaction = this.open.get(session.id());
		if (transaction != null) {
			String why = session.evaluations().endedBecause();
			String reason = (why != null) ? why : "The session is over.";
			String failure;
			synchronized (transaction) {
				if (isDoomed(transaction, reason)) {
					return;
				}
				failure = end(session.id(), AuditActor.of(session), transaction, reason);
			}
			session.control()
				.notice((failure != null) ? failure
						: "The transaction that was open is rolled back: nothing of it is committed.");
		}
	}

	private void expire(String id, OpenTransaction transaction) {
		if (this.open.get(id) != transaction) {
			return;
		}
		String open = "The transaction was open for " + this.limit.toSeconds() + " s (repl.limits.transaction)";
		String advice = " Raise the property, or take smaller steps.";
		ReplSession session = this.prompts.session(id);
		AuditActor actor = (session != null) ? AuditActor.of(session) : AuditActor.named("unknown");
		String notice;
		synchronized (transaction) {
			String later = open + " and will be rolled back when the form is over." + advice;
			if (isDoomed(transaction, later)) {
				notice = later;
			}
			else {
				String done = open + " and is rolled back." + advice;
				String failure = end(id, actor, transaction, done);
				notice = (failure != null) ? open + ". " + failure : done;
			}
		}
		if (session != null) {
			session.control().notice(notice);
		}
	}

	// a form that uses it goes on with it until it is over
	private static boolean isDoomed(OpenTransaction transaction, String sentence) {
		if (transaction.isParked()) {
			transaction.resume();
			return false;
		}
		transaction.doom(sentence);
		return true;
	}

	/**
	 * Roll a transaction back.
	 * @param session the id of its session
	 * @param actor whose it is
	 * @param transaction the transaction
	 * @param sentence why
	 * @return a sentence if it could not be rolled back, or not all of it, or else
	 * {@code null}
	 */
	private @Nullable String end(String session, AuditActor actor, OpenTransaction transaction, String sentence) {
		String told = null;
		String failure = null;
		try {
			transaction.rollBack();
		}
		catch (RuntimeException ex) {
			logger.error("The transaction of REPL session " + session + " could not be rolled back", ex);
			failure = ex.toString();
			told = (ex instanceof IllegalStateException) ? ex.getMessage()
					: "The transaction could not be rolled back: " + ex.getMessage();
		}
		finally {
			this.open.remove(session, transaction);
			this.prompts.none(session);
			this.timer.stopIf(this.open::isEmpty);
			transaction.tell((note) -> this.prompts.notice(session, note));
		}
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("session", session);
		data.put("action", "rollback");
		data.put("reason", sentence);
		data.put("failure", failure);
		this.record.publish(actor, AuditType.REPL_TRANSACTION, data);
		return told;
	}

}
