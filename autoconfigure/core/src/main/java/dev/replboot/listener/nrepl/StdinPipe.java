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

import java.io.InterruptedIOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a client sends for {@code *in*}. It is asked for more when a reader has to wait.
 */
final class StdinPipe extends Reader {

	private static final int ROOM = 256 * 1024;

	private final Runnable wanted;

	/**
	 * An empty string stands for an end of the input.
	 */
	private final Deque<String> texts = new ArrayDeque<>();

	private int offset;

	private int size;

	private boolean closed;

	/**
	 * Create a pipe.
	 * @param wanted asks the client; called by the thread that reads
	 */
	StdinPipe(Runnable wanted) {
		this.wanted = wanted;
	}

	boolean add(String text) {
		synchronized (this.lock) {
			if (this.size + text.length() + 1 > ROOM) {
				return false;
			}
			this.size += text.length() + 1;
			this.texts.addLast(text);
			this.lock.notifyAll();
			return true;
		}
	}

	@Override
	public int read(char[] buffer, int start, int length) throws InterruptedIOException {
		if (length == 0) {
			return 0;
		}
		boolean waits;
		synchronized (this.lock) {
			waits = this.texts.isEmpty() && !this.closed;
		}
		if (waits) {
			this.wanted.run();
		}
		synchronized (this.lock) {
			while (this.texts.isEmpty() && !this.closed) {
				try {
					this.lock.wait();
				}
				catch (InterruptedException ex) {
					throw new InterruptedIOException("Interrupted while waiting for input");
				}
			}
			return this.closed ? -1 : take(buffer, start, length);
		}
	}

	private int take(char[] buffer, int start, int length) {
		String text = this.texts.getFirst();
		int count = Math.min(length, text.length() - this.offset);
		text.getChars(this.offset, this.offset + count, buffer, start);
		this.offset += count;
		if (this.offset == text.length()) {
			this.texts.removeFirst();
			this.size -= text.length() + 1;
			this.offset = 0;
		}
		return (count == 0) ? -1 : count;
	}

	@Override
	public boolean ready() {
		synchronized (this.lock) {
			return !this.texts.isEmpty() || this.closed;
		}
	}

	@Override
	public void close() {
		synchronized (this.lock) {
			this.closed = true;
			this.lock.notifyAll();
		}
	}

}
