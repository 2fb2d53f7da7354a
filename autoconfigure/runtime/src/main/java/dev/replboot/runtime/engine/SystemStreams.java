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

package dev.replboot.runtime.engine;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.Supplier;

import clojure.lang.RT;

/**
 * Where threads without bindings print to: what the application's standard streams are at
 * that time. Clojure's own roots keep the streams that were there when it was loaded.
 */
final class SystemStreams extends OutputStream {

	private final Supplier<PrintStream> stream;

	private SystemStreams(Supplier<PrintStream> stream) {
		this.stream = stream;
	}

	/**
	 * Make the roots of {@code *out*} and {@code *err*} follow the application's streams.
	 */
	static void follow() {
		Charset charset = encoding();
		RT.OUT.bindRoot(new OutputStreamWriter(new SystemStreams(() -> System.out), charset));
		RT.ERR.bindRoot(new PrintWriter(new OutputStreamWriter(new SystemStreams(() -> System.err), charset), true));
	}

	private static Charset encoding() {
		String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
		return (name != null && Charset.isSupported(name)) ? Charset.forName(name) : Charset.defaultCharset();
	}

	@Override
	public void write(int value) {
		this.stream.get().write(value);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		this.stream.get().write(bytes, offset, length);
	}

	@Override
	public void flush() {
		this.stream.get().flush();
	}

}
