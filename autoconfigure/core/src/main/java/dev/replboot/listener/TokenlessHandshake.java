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

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;

/**
 * Stands before a session that needs no token, because the kernel vouches for who is at
 * the other end. HTTP and TLS are kept out all the same: a proxy may run under an allowed
 * user. They talk first, so whoever keeps silent for a moment is a person.
 */
final class TokenlessHandshake implements Handshake {

	private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

	private final Connection connection;

	private final ConnectionAdmission admission;

	private final long since = System.nanoTime();

	private final FirstLine line = new FirstLine();

	private boolean over;

	TokenlessHandshake(Connection connection, ConnectionAdmission admission) {
		this.connection = connection;
		this.admission = admission;
	}

	@Override
	public void received(ByteBuffer bytes) {
		while (bytes.hasRemaining() && !this.over) {
			int next = bytes.get() & 0xff;
			switch (this.line.add(next)) {
				case TLS -> drop(Denial.Reason.TLS);
				case HTTP -> drop(Denial.Reason.HTTP);
				case TOO_LONG -> enter(null, this.line.bytes(), bytes);
				case COMPLETE -> {
					// who has a token may send it; it is no code
					ReplPrincipal owner = this.admission.principal(this.line.text());
					enter(owner, (owner != null) ? new byte[0] : this.line.bytesWithEnd(), bytes);
				}
				case UNFINISHED -> {
				}
			}
		}
		bytes.position(bytes.limit());
	}

	private void enter(@Nullable ReplPrincipal owner, byte[] first, ByteBuffer rest) {
		this.over = true;
		this.admission.identify(this, this.connection, owner, ByteBuffer.wrap(first), rest);
	}

	private void drop(Denial.Reason reason) {
		this.over = true;
		this.connection.drop();
		this.admission.turnAway(this, reason, this.connection);
	}

	@Override
	public void readNow() {
		this.connection.readNow();
	}

	@Override
	public void crowdedOut() {
		drop(Denial.Reason.CROWD);
	}

	@Override
	public void farewell(String sentence) {
		this.connection.farewell(sentence);
	}

	@Override
	public void inputEnded() {
		if (!this.over) {
			enter(null, this.line.bytes(), ByteBuffer.allocate(0));
		}
	}

	@Override
	public void closed() {
		if (!this.over) {
			this.over = true;
			this.admission.gone(this);
		}
	}

	@Override
	public void tick(long nanoTime) {
		if (!this.over && nanoTime - this.since > MOMENT_NANOS && this.line.isEmpty()) {
			enter(null, new byte[0], ByteBuffer.allocate(0));
		}
		else if (!this.over && nanoTime - this.since > this.admission.patience().toNanos()) {
			enter(null, this.line.bytes(), ByteBuffer.allocate(0));
		}
	}

}
