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

import java.io.ByteArrayInputStream;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * A request's body, all of which is there.
 */
final class CallBody extends ServletInputStream {

	private final ByteArrayInputStream bytes;

	private final Unsupported unsupported;

	private boolean started;

	CallBody(byte[] bytes, Unsupported unsupported) {
		this.bytes = new ByteArrayInputStream(bytes);
		this.unsupported = unsupported;
	}

	boolean isStarted() {
		return this.started;
	}

	byte[] readAllRemaining() {
		this.started = true;
		return this.bytes.readAllBytes();
	}

	@Override
	public int read() {
		this.started = true;
		return this.bytes.read();
	}

	@Override
	public boolean isFinished() {
		return this.bytes.available() == 0;
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setReadListener(ReadListener listener) {
		throw this.unsupported.refused("reading without blocking");
	}

}
