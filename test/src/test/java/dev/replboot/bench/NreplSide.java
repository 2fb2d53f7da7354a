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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An nREPL client that counts answers instead of reading them: what it costs is the same
 * for both servers. Leaves its socket as it is.
 */
final class NreplSide implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 120_000;

	private static final Pattern NEW_SESSION = Pattern.compile("11:new-session36:([0-9a-f-]{36})");

	private static final byte[] DONE = "4:done".getBytes(StandardCharsets.US_ASCII);

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	private final byte[] buffer = new byte[64 * 1024];

	private final String session;

	private int matched;

	private NreplSide(Socket socket, String token) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.in = socket.getInputStream();
		this.out = socket.getOutputStream();
		Matcher session = NEW_SESSION.matcher(ask("d2:id1:12:op5:clonee"));
		if (!session.find()) {
			throw new IOException("There is no session");
		}
		this.session = session.group(1);
		if (!token.isEmpty()) {
			ask(message(token));
		}
	}

	/**
	 * Connect and begin a session.
	 * @param port the server's port
	 * @param token what to evaluate first, or an empty text
	 * @return the client
	 * @throws IOException if the connection fails
	 */
	static NreplSide connect(int port, String token) throws IOException {
		return new NreplSide(new Socket(InetAddress.getLoopbackAddress(), port), token);
	}

	String message(String code) {
		return "d4:code" + code.length() + ":" + code + "2:id1:12:op4:eval7:session36:" + this.session + "e";
	}

	/**
	 * Send one message and wait until it is answered.
	 * @param message the message
	 * @return the answers
	 * @throws IOException if the connection fails
	 */
	String ask(String message) throws IOException {
		StringBuilder answers = new StringBuilder();
		this.out.write(message.getBytes(StandardCharsets.US_ASCII));
		int done = 0;
		while (done == 0) {
			int count = read();
			answers.append(new String(this.buffer, 0, count, StandardCharsets.ISO_8859_1));
			done = done(count);
		}
		return answers.toString();
	}

	/**
	 * Send messages at once and wait until all are answered.
	 * @param messages the messages
	 * @param count how many they are
	 * @throws IOException if the connection fails
	 */
	void askAhead(byte[] messages, int count) throws IOException {
		this.out.write(messages);
		int done = 0;
		while (done < count) {
			done += done(read());
		}
	}

	private int done(int count) {
		int done = 0;
		for (int i = 0; i < count; i++) {
			this.matched = (this.buffer[i] == DONE[this.matched]) ? this.matched + 1
					: (this.buffer[i] == DONE[0]) ? 1 : 0;
			if (this.matched == DONE.length) {
				this.matched = 0;
				done++;
			}
		}
		return done;
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
