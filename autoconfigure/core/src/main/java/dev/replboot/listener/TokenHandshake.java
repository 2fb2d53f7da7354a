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

import dev.replboot.access.Denial;

/**
 * Stands before a session: takes the first line and lets nothing through but a valid
 * token. It prints nothing until then, and no reader sees what it was sent.
 */
final class TokenHandshake extends WaitingHandshake {

	private final Connection connection;

	private final ConnectionAdmission admission;

	private final FirstLine line = new FirstLine();

	TokenHandshake(Connection connection, ConnectionAdmission admission) {
		super(connection, admission,
				"That is no valid token. Get one with POST on the repl endpoint and send it as the first line.");
		this.connection = connection;
		this.admission = admission;
	}

	@Override
	public void received(ByteBuffer bytes) {
		while (bytes.hasRemaining() && isWaiting()) {
			switch (this.line.add(bytes.get() & 0xff)) {
				case TLS -> drop(Denial.Reason.TLS);
				case HTTP -> drop(Denial.Reason.HTTP);
				case TOO_LONG -> wrong();
				case COMPLETE -> token(this.line.text(),
						(principal) -> this.admission.identify(this, this.connection, principal, bytes));
				case UNFINISHED -> {
				}
			}
		}
		bytes.position(bytes.limit());
	}

	@Override
	protected boolean hasBegun() {
		return !this.line.isEmpty();
	}

	@Override
	public void farewell(String sentence) {
		this.connection.farewell(sentence);
	}

}
