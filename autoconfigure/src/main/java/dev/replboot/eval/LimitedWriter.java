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

import java.io.IOException;
import java.io.Writer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationStoppedError;

/**
 * A session's output with a budget for each evaluation. What comes between evaluations,
 * from a thread that was left running, uses up what the last one left.
 */
final class LimitedWriter extends Writer {

	private final Writer delegate;

	private final long limit;

	private long written;

	private @Nullable Runnable exceeded;

	LimitedWriter(Writer delegate, long limit) {
		super(delegate);
		this.delegate = delegate;
		this.limit = limit;
	}

	void begin(Runnable exceeded) {
		synchronized (this.lock) {
			this.written = 0;
			this.exceeded = exceeded;
		}
	}

	long written() {
		synchronized (this.lock) {
			return this.written;
		}
	}

	@Override
	public void write(int character) throws IOException {
		synchronized (this.lock) {
			spend(1);
			this.delegate.write(character);
		}
	}

	@Override
	public void write(char[] buffer, int offset, int length) throws IOException {
		synchronized (this.lock) {
			spend(length);
			this.delegate.write(buffer, offset, length);
		}
	}

	@Override
	public void write(String text, int offset, int length) throws IOException {
		synchronized (this.lock) {
			spend(length);
			this.delegate.write(text, offset, length);
		}
	}

	@Override
	public void flush() throws IOException {
		this.delegate.flush();
	}

	/**
	 * Evaluated code may close {@code *out*}; the connection isn't its to close.
	 */
	@Override
	public void close() throws IOException {
		flush();
	}

	private void spend(int length) {
		this.written += length;
		if (this.written > this.limit) {
			this.written = this.limit + 1;
			if (this.exceeded != null) {
				this.exceeded.run();
			}
			throw new EvaluationStoppedError("The output limit was passed (repl.limits.output).");
		}
	}

}
