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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a response's body. Handlers write to it from any thread.
 */
final class BoundedBody {

	private static final int MAX_BYTES = 1 << 20;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private Charset charset = StandardCharsets.UTF_8;

	private boolean cut;

	synchronized void write(byte[] more, int offset, int length) {
		int room = Math.min(length, MAX_BYTES - this.bytes.size());
		this.bytes.write(more, offset, room);
		this.cut |= room < length;
	}

	synchronized void clear() {
		this.bytes.reset();
		this.cut = false;
	}

	synchronized void setCharset(Charset charset) {
		this.charset = charset;
	}

	synchronized int size() {
		return this.bytes.size();
	}

	synchronized boolean isCut() {
		return this.cut;
	}

	synchronized String text() {
		return this.bytes.toString(this.charset);
	}

}
