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

package dev.replboot.eval;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

import org.jspecify.annotations.Nullable;

/**
 * The client's characters, between the protocol and Clojure's reader. Stops the clock
 * while it waits for them, and counts those of one form.
 */
final class RequestReader extends FilterReader {

	private final int limit;

	private volatile @Nullable EvaluationClock clock;

	private long count;

	private boolean exceeded;

	private boolean counting;

	private volatile boolean waiting;

	RequestReader(Reader characters, int limit) {
		super(characters);
		this.limit = limit;
	}

	void beginForm(EvaluationClock clock) {
		this.clock = clock;
		this.count = 0;
		this.exceeded = false;
		this.counting = true;
	}

	void endOfForm() {
		this.counting = false;
	}

	void endOfEvaluation() {
		this.clock = null;
		this.counting = false;
	}

	boolean isExceeded() {
		return this.exceeded;
	}

	/**
	 * Refuse a form that is too large but was there already when its end was looked for.
	 * @param form the form's text
	 */
	void requireSmall(String form) {
		if (form.length() > this.limit) {
			throw new EvaluationRefusedException(RequestTooLargeException.sentence(this.limit), null);
		}
	}

	@Override
	public int read() throws IOException {
		char[] one = new char[1];
		return (read(one, 0, 1) == -1) ? -1 : one[0];
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		if (this.counting && this.count > this.limit) {
			this.exceeded = true;
			throw new RequestTooLargeException(this.limit);
		}
		int read = awaitAndRead(buffer, offset, length);
		this.count += Math.max(read, 0);
		return read;
	}

	boolean isWaiting() {
		return this.waiting;
	}

	private int awaitAndRead(char[] buffer, int offset, int length) throws IOException {
		if (this.in.ready()) {
			return this.in.read(buffer, offset, length);
		}
		EvaluationClock clock = this.clock;
		this.waiting = true;
		if (clock != null) {
			clock.pause();
		}
		try {
			return this.in.read(buffer, offset, length);
		}
		finally {
			this.waiting = false;
			if (clock != null) {
				clock.resume();
			}
		}
	}

}
