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

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The stream through which a handler writes its answer.
 */
final class ServletCallOut extends ServletOutputStream {

	private final Sink sink;

	private final Unsupported unsupported;

	ServletCallOut(Sink sink, Unsupported unsupported) {
		this.sink = sink;
		this.unsupported = unsupported;
	}

	PrintWriter writer(Charset charset) {
		return new PrintWriter(new OutputStreamWriter(new Unchecked(this.sink), charset));
	}

	@Override
	public void write(int next) throws IOException {
		write(new byte[] { (byte) next }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.sink.write(bytes, offset, length);
	}

	@Override
	public void flush() throws IOException {
		this.sink.flush();
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		throw this.unsupported.refused("writing without blocking");
	}

	/**
	 * Where the bytes go.
	 */
	interface Sink {

		void write(byte[] bytes, int offset, int length) throws IOException;

		void flush() throws IOException;

	}

	/**
	 * Writes for a writer, which would keep a checked exception to itself and go on for
	 * ever.
	 */
	private static final class Unchecked extends OutputStream {

		private final Sink sink;

		private Unchecked(Sink sink) {
			this.sink = sink;
		}

		@Override
		public void flush() {
			try {
				this.sink.flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void write(int next) {
			write(new byte[] { (byte) next }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			try {
				this.sink.write(bytes, offset, length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
