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

import java.util.Map;

import dev.replboot.listener.ConnectionWriter;

/**
 * What the application prints, on its way to one client. Whoever prints never waits: what
 * the client doesn't take in time is left out, and counted.
 */
final class SystemOutputFeed {

	private static final int ROOM = 256 * 1024;

	private static final int PART = 8 * 1024;

	private final NreplMessage request;

	private final ConnectionWriter connection;

	private final Waiting out = new Waiting();

	private final Waiting err = new Waiting();

	/**
	 * Create a feed.
	 * @param request what the messages answer
	 * @param connection where they go
	 */
	SystemOutputFeed(NreplMessage request, ConnectionWriter connection) {
		this.request = request;
		this.connection = connection;
	}

	void begin() {
		SystemOutput.OUT.add(this.out);
		SystemOutput.ERR.add(this.err);
	}

	void end() {
		SystemOutput.OUT.remove(this.out);
		SystemOutput.ERR.remove(this.err);
	}

	/**
	 * Send what waits, as far as the client takes it.
	 */
	void send() {
		send("out", this.out);
		send("err", this.err);
	}

	private void send(String key, Waiting waiting) {
		String part = waiting.first(PART);
		while (!part.isEmpty() && offer(key, part)) {
			waiting.sent(part.length());
			part = waiting.first(PART);
		}
		long dropped = waiting.dropped();
		if (part.isEmpty() && dropped > 0 && offer(key, "\n;; " + dropped
				+ " characters of what the application printed were left out, because they weren't read in time.\n")) {
			waiting.told(dropped);
		}
	}

	private boolean offer(String key, String text) {
		Map<String, Object> message = this.request.answer();
		message.put(key, text);
		message.put("source", "system");
		return this.connection.offerMessage(Bencode.encode(message));
	}

	/**
	 * What one stream has printed and the client hasn't got.
	 */
	private static final class Waiting implements SystemOutput.Reader {

		private final StringBuilder text = new StringBuilder();

		private long dropped;

		@Override
		public synchronized void printed(String printed) {
			int room = (this.dropped > 0) ? 0 : Math.max(0, ROOM - this.text.length());
			int taken = Math.min(room, printed.length());
			this.text.append(printed, 0, taken);
			this.dropped += printed.length() - taken;
		}

		synchronized String first(int length) {
			int end = Math.min(length, this.text.length());
			// a character of two halves must not come to two messages
			if (end < this.text.length() && Character.isHighSurrogate(this.text.charAt(end - 1))) {
				end--;
			}
			return this.text.substring(0, end);
		}

		synchronized void sent(int length) {
			this.text.delete(0, length);
		}

		synchronized long dropped() {
			return this.dropped;
		}

		synchronized void told(long number) {
			this.dropped -= number;
		}

	}

}
