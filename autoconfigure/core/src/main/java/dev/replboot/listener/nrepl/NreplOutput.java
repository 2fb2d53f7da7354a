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

import java.io.IOException;
import java.util.Map;

import dev.replboot.listener.ConnectionWriter;

/**
 * Messages of evaluating threads, which wait for a client that doesn't read.
 */
final class NreplOutput {

	private final ConnectionWriter writer;

	NreplOutput(ConnectionWriter writer) {
		this.writer = writer;
	}

	void send(Map<String, Object> message) throws IOException {
		this.writer.writeMessage(Bencode.encode(message));
		this.writer.flush();
	}

	/**
	 * Send a message if there is room for it at once.
	 * @param message what to send
	 */
	void offer(Map<String, Object> message) {
		this.writer.offerMessage(Bencode.encode(message));
	}

	void flushNow() {
		this.writer.flushNow();
	}

}
