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

package dev.replboot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client as dumb as {@code nc}, socket options included, which waits for the prompt.
 * The same code talks to both sides.
 */
final class PromptClient implements AutoCloseable {

	static final String PROMPT = "user=> ";

	private static final int TIMEOUT_MILLIS = 120_000;

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	private final byte[] buffer = new byte[64 * 1024];

	private PromptClient(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.in = socket.getInputStream();
		this.out = socket.getOutputStream();
	}

	static PromptClient connect(int port) throws IOException {
		return new PromptClient(new Socket(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Send a line and read up to the next prompt.
	 * @param line the line
	 * @return what came before the prompt
	 * @throws IOException if the connection fails
	 */
	String ask(String line) throws IOException {
		send(line);
		return readUntil(PROMPT);
	}

	void send(String line) throws IOException {
		this.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Read until everything that came ends with a text.
	 * @param end the text
	 * @return what came before it
	 * @throws IOException if the connection fails
	 */
	String readUntil(String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (!endsWith(text, end)) {
			text.append(new String(this.buffer, 0, read(), StandardCharsets.ISO_8859_1));
		}
		return text.substring(0, text.length() - end.length());
	}

	/**
	 * Read until a text has come, whatever may follow it.
	 * @param wanted the text
	 * @throws IOException if the connection fails
	 */
	void readPast(String wanted) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(wanted) < 0) {
			text.append(new String(this.buffer, 0, read(), StandardCharsets.ISO_8859_1));
		}
	}

	private static boolean endsWith(StringBuilder text, String end) {
		return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
	}

	/**
	 * Read so many bytes and throw them away.
	 * @param count how many
	 * @throws IOException if the connection fails
	 */
	void discard(long count) throws IOException {
		long left = count;
		while (left > 0) {
			left -= read();
		}
		if (left < 0) {
			throw new IllegalStateException(-left + " bytes more than expected");
		}
	}

	private int read() throws IOException {
		int count = this.in.read(this.buffer);
		if (count == -1) {
			throw new IOException("The other end closed the connection");
		}
		return count;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
