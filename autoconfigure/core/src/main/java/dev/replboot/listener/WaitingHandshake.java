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

package dev.replboot.listener;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;

/**
 * Waits for a token, for a bounded time. What is no token is answered late, however it
 * was wrong, and nothing that comes behind it is read.
 */
public abstract class WaitingHandshake implements Handshake {

	/**
	 * A wrong token is answered this long after it came.
	 */
	private static final long WRONG_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Connection connection;

	private final ConnectionAdmission admission;

	private final String wrongToken;

	private final long deadline;

	private boolean wrong;

	private long wrongSince;

	private boolean over;

	/**
	 * Create a handshake, whose time begins.
	 * @param connection the client's connection
	 * @param admission decides who comes in
	 * @param wrongToken the sentence for a client whose token was wrong
	 */
	protected WaitingHandshake(Connection connection, ConnectionAdmission admission, String wrongToken) {
		this.connection = connection;
		this.admission = admission;
		this.wrongToken = wrongToken;
		this.deadline = System.nanoTime() + admission.patience().toNanos();
	}

	/**
	 * Whether the token hasn't come yet.
	 * @return whether anything that comes may be it
	 */
	protected final boolean isWaiting() {
		return !this.wrong && !this.over;
	}

	/**
	 * Whether the client is in or gone.
	 * @return whether nothing more happens
	 */
	protected final boolean isOver() {
		return this.over;
	}

	/**
	 * Take what may be the token.
	 * @param candidate what has come
	 * @param entry lets the client in
	 */
	protected final void token(String candidate, Consumer<ReplPrincipal> entry) {
		ReplPrincipal principal = this.admission.principal(candidate);
		if (principal != null) {
			this.over = true;
			entry.accept(principal);
		}
		else {
			wrong();
		}
	}

	/**
	 * Take note that what has come is no token.
	 */
	protected final void wrong() {
		if (this.admission.isOneTooMany(this.connection)) {
			drop(Denial.Reason.THROTTLED);
			return;
		}
		this.wrong = true;
		this.wrongSince = System.nanoTime();
		this.connection.pauseInput(true);
		this.admission.note(this.connection);
	}

	/**
	 * End the connection at once, and without a word that a browser or a proxy could show
	 * as an answer.
	 * @param reason why
	 */
	protected final void drop(Denial.Reason reason) {
		this.over = true;
		this.connection.drop();
		this.admission.turnAway(this, reason, this.connection);
	}

	private void turnAway(Denial.Reason reason, String sentence) {
		this.over = true;
		farewell(sentence);
		this.connection.close();
		this.admission.turnAway(this, reason, this.connection);
	}

	/**
	 * Whether the client has begun to send a token.
	 * @return whether something of it has come
	 */
	protected abstract boolean hasBegun();

	@Override
	public final void readNow() {
		if (!this.wrong) {
			this.connection.readNow();
		}
	}

	@Override
	public final void crowdedOut() {
		drop(this.wrong ? Denial.Reason.TOKEN : Denial.Reason.CROWD);
	}

	@Override
	public final void inputEnded() {
		if (!isWaiting()) {
			return;
		}
		if (hasBegun()) {
			wrong();
		}
		else {
			drop(Denial.Reason.SILENT);
		}
	}

	@Override
	public final void closed() {
		if (this.over) {
			return;
		}
		this.over = true;
		if (this.wrong || hasBegun()) {
			this.admission.turnAway(this, Denial.Reason.TOKEN, this.connection);
		}
		else {
			this.admission.gone(this);
		}
	}

	@Override
	public final void tick(long nanoTime) {
		if (this.over) {
			return;
		}
		if (this.wrong) {
			if (nanoTime - this.wrongSince > WRONG_NANOS) {
				turnAway(Denial.Reason.TOKEN, this.wrongToken);
			}
		}
		else if (nanoTime - this.deadline > 0) {
			turnAway(Denial.Reason.SILENT, "No token came in time (repl.limits.login).");
		}
	}

}
