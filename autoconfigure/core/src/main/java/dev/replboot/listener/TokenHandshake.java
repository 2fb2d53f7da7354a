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

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;

/**
 * Stands before a session: takes the first line and lets nothing through but a valid
 * token. It prints nothing until then, and no reader sees what it was sent.
 */
final class TokenHandshake implements Handshake {

	/**
	 * A wrong line is answered this long after it came, however it was wrong.
	 */
	private static final long WRONG_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Connection connection;

	private final ConnectionAdmission admission;

	private final long deadline;

	private final FirstLine line = new FirstLine();

	private boolean wrong;

	private long wrongSince;

	private boolean over;

	TokenHandshake(Connection connection, ConnectionAdmission admission) {
		this.connection = connection;
		this.admission = admission;
		this.deadline = System.nanoTime() + admission.patience().toNanos();
	}

	@Override
	public void received(ByteBuffer bytes) {
		while (bytes.hasRemaining() && !this.wrong && !this.over) {
			switch (this.line.add(bytes.get() & 0xff)) {
				case TLS -> drop(Denial.Reason.TLS);
				case HTTP -> drop(Denial.Reason.HTTP);
				case TOO_LONG -> wrong();
				case COMPLETE -> lineComplete(bytes);
				case UNFINISHED -> {
				}
			}
		}
		bytes.position(bytes.limit());
	}

	private void lineComplete(ByteBuffer rest) {
		ReplPrincipal principal = this.admission.principal(this.line.text());
		if (principal == null) {
			wrong();
			return;
		}
		this.over = true;
		this.admission.identify(this, this.connection, principal, rest);
	}

	private void wrong() {
		if (this.admission.isOneTooMany(this.connection)) {
			drop(Denial.Reason.THROTTLED);
			return;
		}
		this.wrong = true;
		this.wrongSince = System.nanoTime();
		this.connection.pauseInput(true);
		this.admission.note(this.connection);
	}

	private void turnAway(Denial.Reason reason, String sentence) {
		this.over = true;
		this.connection.farewell(sentence);
		this.connection.close();
		this.admission.turnAway(this, reason, this.connection);
	}

	// at once, and without a word that a browser or a proxy could show as an answer
	private void drop(Denial.Reason reason) {
		this.over = true;
		this.connection.drop();
		this.admission.turnAway(this, reason, this.connection);
	}

	@Override
	public void readNow() {
		if (!this.wrong) {
			this.connection.readNow();
		}
	}

	@Override
	public void farewell(String sentence) {
		this.connection.farewell(sentence);
	}

	@Override
	public void crowdedOut() {
		drop(this.wrong ? Denial.Reason.TOKEN : Denial.Reason.CROWD);
	}

	@Override
	public void inputEnded() {
		if (this.wrong || this.over) {
			return;
		}
		if (this.line.isEmpty()) {
			drop(Denial.Reason.SILENT);
		}
		else {
			wrong();
		}
	}

	@Override
	public void closed() {
		if (!this.over) {
			this.over = true;
			if (this.wrong || !this.line.isEmpty()) {
				this.admission.turnAway(this, Denial.Reason.TOKEN, this.connection);
			}
			else {
				this.admission.gone(this);
			}
		}
	}

	@Override
	public void tick(long nanoTime) {
		if (this.over) {
			return;
		}
		if (this.wrong) {
			if (nanoTime - this.wrongSince > WRONG_NANOS) {
				turnAway(Denial.Reason.TOKEN,
						"That is no valid token. Get one with POST on the repl endpoint and send it as the first line.");
			}
		}
		else if (nanoTime - this.deadline > 0) {
			turnAway(Denial.Reason.SILENT, "No token came in time (repl.limits.login).");
		}
	}

}
