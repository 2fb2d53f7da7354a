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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;
import dev.replboot.access.ReplPrincipal;

/**
 * Keeps a connection waiting, and what it has sent ahead unread, until it is known who is
 * at its other end.
 */
final class PeerHandshake implements ConnectionHandler {

	private final Connection connection;

	private final ConnectionAdmission admission;

	private final @Nullable ReplPrincipal owner;

	private final Visit visit;

	private final ByteArrayOutputStream ahead = new ByteArrayOutputStream();

	private final long deadline;

	private boolean over;

	/**
	 * Create it.
	 * @param connection the connection
	 * @param admission lets it in
	 * @param owner whose token was sent, or {@code null} if none was
	 * @param visit what is to become of it
	 */
	PeerHandshake(Connection connection, ConnectionAdmission admission, @Nullable ReplPrincipal owner, Visit visit) {
		this.connection = connection;
		this.admission = admission;
		this.owner = owner;
		this.visit = visit;
		this.deadline = System.nanoTime() + admission.patience().toNanos();
	}

	void begin() {
		this.connection.pauseInput(true);
		this.connection.handler(this);
		if (!this.over) {
			this.admission.peers().identify(this.connection, this.owner, this::identified);
		}
	}

	private void identified(PeerResolver.Identity identity) {
		if (!this.over) {
			this.over = true;
			this.admission.letIn(this.connection, identity, this.owner, this.visit,
					ByteBuffer.wrap(this.ahead.toByteArray()));
		}
	}

	@Override
	public void received(ByteBuffer bytes) {
		while (bytes.hasRemaining()) {
			this.ahead.write(bytes.get());
		}
	}

	@Override
	public void inputEnded() {
		// the connection remembers
	}

	@Override
	public void closed() {
		this.over = true;
	}

	@Override
	public void tick(long nanoTime) {
		if (!this.over && nanoTime - this.deadline > 0) {
			this.over = true;
			this.visit.farewell().accept("Who you are could not be found out in time (repl.limits.login). Try again.");
			this.connection.close();
			this.admission.report(Denial.Reason.PEER_UNKNOWN, this.owner, this.connection);
		}
	}

	/**
	 * What is to become of somebody.
	 *
	 * @param entry begins the session
	 * @param farewell says why there is none, in the protocol's own way
	 */
	record Visit(ConnectionAdmission.Entry entry, Consumer<String> farewell) {

	}

}
