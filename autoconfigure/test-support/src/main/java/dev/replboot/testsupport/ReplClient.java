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

package dev.replboot.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A client as dumb as {@code nc}.
 */
public final class ReplClient implements AutoCloseable {

	private static final Pattern PROMPT = Pattern.compile("user[*!]?=> \\z");

	private static final int TIMEOUT_MILLIS = (int) Patience.PATIENCE.toMillis();

	private static final int MAX_OUTPUT = 8 << 20;

	private final Socket socket;

	private final InputStream in;

	private ReplClient(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
	}

	/**
	 * Connect.
	 * @param port the port
	 * @return the client
	 */
	public static ReplClient connect(int port) {
		try {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			return new ReplClient(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait less long for what the server sends.
	 * @param patience how long at most, for each read
	 */
	public void patience(Duration patience) {
		try {
			this.socket.setSoTimeout((int) patience.toMillis());
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send text.
	 * @param text what to send
	 */
	public void send(String text) {
		sendBytes(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send bytes.
	 * @param bytes what to send
	 */
	public void sendBytes(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End the input, as {@code nc -N} does.
	 */
	public void endInput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a form and read its result.
	 * @param form the form
	 * @return what came before the next prompt of namespace {@code user}, without the
	 * last line's end
	 */
	public String eval(String form) {
		send(form + "\n");
		// a transaction that is open, or aborted, shows between the two
		String answer = readUntil("=> ");
		while (!PROMPT.matcher(answer).find()) {
			answer += readUntil("=> ");
		}
		return PROMPT.matcher(answer).replaceFirst("").stripTrailing();
	}

	/**
	 * Read until a text comes.
	 * @param end the text
	 * @return everything up to its end
	 */
	public String readUntil(String end) {
		Tail bytes = new Tail();
		byte[] wanted = end.getBytes(StandardCharsets.UTF_8);
		try {
			int next = this.in.read();
			while (next != -1) {
				bytes.write(next);
				if (next == (wanted[wanted.length - 1] & 0xff) && bytes.endsWith(wanted)) {
					return bytes.toString(StandardCharsets.UTF_8);
				}
				next = this.in.read();
			}
			throw new AssertionError("The connection ended after: " + bytes.toString(StandardCharsets.UTF_8));
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("Nothing more came after: " + bytes.toString(StandardCharsets.UTF_8), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read until the other end closes.
	 * @return everything that came
	 */
	public String readToEnd() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			int next = this.in.read();
			while (next != -1) {
				bytes.write(next);
				if (bytes.size() > MAX_OUTPUT) {
					throw new AssertionError("There is no end to the output");
				}
				next = this.in.read();
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("The connection wasn't closed; so far: " + bytes, ex);
		}
		catch (SocketException ex) {
			// a reset is an end as well
			return bytes.toString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Interrupt, as a terminal in raw mode does.
	 */
	public void ctrlC() {
		sendBytes(new byte[] { 3 });
	}

	/**
	 * The socket.
	 * @return the socket
	 */
	public Socket socket() {
		return this.socket;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Bytes whose end can be looked at without copying them.
	 */
	private static final class Tail extends ByteArrayOutputStream {

		private boolean endsWith(byte[] end) {
			return this.count >= end.length
					&& Arrays.equals(this.buf, this.count - end.length, this.count, end, 0, end.length);
		}

	}

}
