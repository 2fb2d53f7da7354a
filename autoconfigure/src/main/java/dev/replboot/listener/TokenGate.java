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
import java.util.regex.Pattern;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;

/**
 * Stands before a session: takes the first line and lets nothing through but a valid
 * token. It prints nothing until then, and no reader sees what it was sent, because an
 * HTTP request can carry code in its body and in its path.
 */
final class TokenGate implements Gate {

	/**
	 * A token has 32 characters; some room for white space around it.
	 */
	private static final int MAX_LINE = 128;

	/**
	 * A wrong line is answered this long after it came, however it was wrong.
	 */
	private static final long WRONG_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int TLS_HANDSHAKE = 0x16;

	/**
	 * Tells an HTTP request whose method isn't a usual one.
	 */
	private static final Pattern REQUEST_LINE = Pattern.compile("\\S+ .*HTTP/\\d.*", Pattern.CASE_INSENSITIVE);

	private final Connection connection;

	private final Doorkeeper doorkeeper;

	private final long deadline;

	private final StringBuilder line = new StringBuilder();

	private boolean wrong;

	private long wrongSince;

	private boolean over;

	TokenGate(Connection connection, Doorkeeper doorkeeper) {
		this.connection = connection;
		this.doorkeeper = doorkeeper;
		this.deadline = System.nanoTime() + doorkeeper.patience().toNanos();
	}

	@Override
	public void received(ByteBuffer bytes) {
		while (bytes.hasRemaining() && !this.wrong && !this.over) {
			int next = bytes.get() & 0xff;
			if (this.line.isEmpty() && next == TLS_HANDSHAKE) {
				drop(Denial.Reason.TLS);
				return;
			}
			if (next == '\n') {
				lineComplete(bytes);
				return;
			}
			this.line.append((char) next);
			if (isHttp()) {
				drop(Denial.Reason.HTTP);
				return;
			}
			if (this.line.length() > MAX_LINE) {
				wrong();
			}
		}
		bytes.position(bytes.limit());
	}

	private boolean isHttp() {
		return this.line.charAt(this.line.length() - 1) == ' ' && HttpRequests.isMethod(this.line.toString());
	}

	private void lineComplete(ByteBuffer rest) {
		String candidate = this.line.toString().strip();
		this.line.setLength(0);
		if (REQUEST_LINE.matcher(candidate).matches()) {
			drop(Denial.Reason.HTTP);
			return;
		}
		ReplPrincipal principal = this.doorkeeper.principal(candidate);
		if (principal == null) {
			wrong();
			rest.position(rest.limit());
			return;
		}
		this.over = true;
		this.doorkeeper.letIn(this, this.connection, principal, rest);
	}

	private void wrong() {
		this.wrong = true;
		this.wrongSince = System.nanoTime();
		this.connection.pauseInput(true);
	}

	private void turnAway(Denial.Reason reason, String sentence) {
		this.over = true;
		this.connection.farewell(sentence);
		this.connection.close();
		this.doorkeeper.turnAway(this, reason, this.connection.remote());
	}

	// at once, and without a word that a browser or a proxy could show as an answer
	private void drop(Denial.Reason reason) {
		this.over = true;
		this.connection.drop();
		this.doorkeeper.turnAway(this, reason, this.connection.remote());
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
				this.doorkeeper.turnAway(this, Denial.Reason.TOKEN, this.connection.remote());
			}
			else {
				this.doorkeeper.gone(this);
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
