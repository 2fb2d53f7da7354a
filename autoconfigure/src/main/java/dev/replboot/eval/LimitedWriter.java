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

/**
 * A stream of a session whose output is limited.
 */
final class LimitedWriter extends Writer {

	private final Writer delegate;

	private final OutputBudget budget;

	LimitedWriter(Writer delegate, OutputBudget budget) {
		super(delegate);
		this.delegate = delegate;
		this.budget = budget;
	}

	@Override
	public void write(int character) throws IOException {
		synchronized (this.lock) {
			this.budget.spend(1);
			this.delegate.write(character);
		}
	}

	@Override
	public void write(char[] buffer, int offset, int length) throws IOException {
		synchronized (this.lock) {
			this.budget.spend(length);
			this.delegate.write(buffer, offset, length);
		}
	}

	@Override
	public void write(String text, int offset, int length) throws IOException {
		synchronized (this.lock) {
			this.budget.spend(length);
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

}
