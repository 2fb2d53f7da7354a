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

/**
 * A stream of a session whose output is limited.
 */
final class LimitedWriter extends Writer {

	private final Writer delegate;

	private final OutputBudget budget;

	private @Nullable PrintedValue copy;

	LimitedWriter(Writer delegate, OutputBudget budget) {
		super(delegate);
		this.delegate = delegate;
		this.budget = budget;
	}

	/**
	 * Copy what is written from now on.
	 * @param copy what gets it as well, or {@code null} for nothing
	 */
	void copyTo(@Nullable PrintedValue copy) {
		synchronized (this.lock) {
			this.copy = copy;
		}
	}

	@Override
	public void write(int character) throws IOException {
		synchronized (this.lock) {
			this.budget.spend(1);
			this.delegate.write(character);
			if (this.copy != null) {
				this.copy.add((char) character);
			}
		}
	}

	@Override
	public void write(char[] buffer, int offset, int length) throws IOException {
		synchronized (this.lock) {
			this.budget.spend(length);
			this.delegate.write(buffer, offset, length);
			if (this.copy != null) {
				this.copy.add(buffer, offset, length);
			}
		}
	}

	@Override
	public void write(String text, int offset, int length) throws IOException {
		synchronized (this.lock) {
			this.budget.spend(length);
			this.delegate.write(text, offset, length);
			if (this.copy != null) {
				this.copy.add(text, offset, length);
			}
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

}
