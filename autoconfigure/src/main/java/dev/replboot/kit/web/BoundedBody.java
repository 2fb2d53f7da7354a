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

package dev.replboot.kit.web;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a response's body.
 */
final class BoundedBody extends OutputStream {

	private static final int MAX_BYTES = 1 << 20;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean cut;

	@Override
	public void write(int next) {
		write(new byte[] { (byte) next }, 0, 1);
	}

	@Override
	public void write(byte[] more, int offset, int length) {
		int room = Math.min(length, MAX_BYTES - this.bytes.size());
		this.bytes.write(more, offset, room);
		this.cut |= room < length;
	}

	void clear() {
		this.bytes.reset();
		this.cut = false;
	}

	boolean isCut() {
		return this.cut;
	}

	String text() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

}
