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

package dev.replboot.runtime.hook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose source is closed if the evaluation is stopped while it waits for input.
 * The source may have been opened by an earlier evaluation.
 */
final class ClosingInputStream extends FilterInputStream {

	private final Object source;

	ClosingInputStream(InputStream in, Object source) {
		super(in);
		this.source = source;
	}

	@Override
	public int read() throws IOException {
		try (AutoClosing closing = AutoClosing.whileWaitingFor(this.source)) {
			return super.read();
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try (AutoClosing closing = AutoClosing.whileWaitingFor(this.source)) {
			return super.read(bytes, offset, length);
		}
	}

}
