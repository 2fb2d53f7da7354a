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
import java.io.Writer;
import java.util.Map;

import dev.replboot.runtime.PrintQuotaException;

/**
 * Sends what is printed as messages that answer one request, also when it is printed
 * after that is done.
 */
final class MessageWriter extends Writer {

	private static final int MIN_BUFFER = 16;

	private static final int MAX_BUFFER = 16 * 1024;

	private final NreplMessage request;

	private final String key;

	private final NreplOutput output;

	private final StringBuilder text = new StringBuilder();

	private final int buffer;

	private final long quota;

	private long written;

	private boolean cut;

	/**
	 * Create a writer.
	 * @param request what is answered
	 * @param key the field that has the text
	 * @param output where the messages go
	 * @param buffer how many characters are gathered when nobody flushes
	 * @param quota how many characters are taken of each value
	 */
	MessageWriter(NreplMessage request, String key, NreplOutput output, int buffer, long quota) {
		this.request = request;
		this.key = key;
		this.output = output;
		this.buffer = Math.max(MIN_BUFFER, Math.min(buffer, MAX_BUFFER));
		this.quota = quota;
	}

	@Override
	public void write(char[] characters, int offset, int length) throws IOException {
		synchronized (this.lock) {
			int taken = (int) Math.min(length, this.quota - this.written);
			this.written += taken;
			int from = offset;
			while (from < offset + taken) {
				int count = Math.min(offset + taken - from, this.buffer - this.text.length());
				this.text.append(characters, from, count);
				from += count;
				if (this.text.length() >= this.buffer) {
					sendGathered();
				}
			}
			if (taken < length) {
				this.cut = true;
				throw new PrintQuotaException(this.quota);
			}
		}
	}

	private void sendGathered() throws IOException {
		int end = this.text.length();
		// a character of two halves must not come to two messages
		if (end > 1 && Character.isHighSurrogate(this.text.charAt(end - 1))) {
			end--;
		}
		if (end > 0) {
			Map<String, Object> message = this.request.answer();
			message.put(this.key, this.text.substring(0, end));
			this.text.delete(0, end);
			this.output.send(message);
		}
	}

	/**
	 * Begin to count anew, for the next value.
	 * @return whether there was more than the quota
	 */
	boolean endValue() {
		synchronized (this.lock) {
			boolean cut = this.cut;
			this.cut = false;
			this.written = 0;
			return cut;
		}
	}

	@Override
	public void flush() throws IOException {
		synchronized (this.lock) {
			sendGathered();
		}
	}

	@Override
	public void close() throws IOException {
		flush();
	}

}
