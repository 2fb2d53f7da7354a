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

package dev.replboot.listener.nrepl;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import dev.replboot.listener.Connection;

/**
 * Answers of the thread that serves all connections, which can't wait for a client that
 * doesn't read. It stops reading from such a client instead, until its answers are gone.
 */
final class NreplReplies {

	private final Connection connection;

	private final Deque<byte[]> waiting = new ArrayDeque<>();

	NreplReplies(Connection connection) {
		this.connection = connection;
	}

	void send(Map<String, Object> message) {
		send(List.of(message));
	}

	void send(Collection<Map<String, Object>> messages) {
		messages.forEach((message) -> this.waiting.add(Bencode.encode(message)));
		retry();
	}

	/**
	 * Try again to get rid of what waits.
	 */
	void retry() {
		while (!this.waiting.isEmpty() && this.connection.output().offerMessage(this.waiting.peekFirst())) {
			this.waiting.removeFirst();
		}
		this.connection.pauseInput(isBlocked());
	}

	/**
	 * Whether nothing more may be answered for now.
	 * @return whether answers wait
	 */
	boolean isBlocked() {
		return !this.waiting.isEmpty();
	}

}
