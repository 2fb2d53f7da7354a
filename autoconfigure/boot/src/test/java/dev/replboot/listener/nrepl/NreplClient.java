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

package dev.replboot.listener.nrepl;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * A client that sends what it is told and keeps all that comes.
 */
final class NreplClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = (int) Patience.PATIENCE.toMillis();

	private final Socket socket;

	private final InputStream in;

	private final BencodeDecoder decoder = new BencodeDecoder(new BencodeBounds(64 << 20, 32, 1_000_000));

	private int ids;

	private NreplClient(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
	}

	static NreplClient connect(TestRepl repl) {
		return connect(Objects.requireNonNull(repl.address("nrepl").port()));
	}

	static NreplClient connect(int port) {
		try {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			return new NreplClient(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static NreplClient login(TestRepl repl) {
		NreplClient client = connect(repl);
		client.roundTrip("op", "eval", "code", repl.token(TestPrincipal.ADMIN));
		return client;
	}

	/**
	 * Wait less long for what the server sends.
	 * @param patience how long at most, for each read
	 */
	void patience(Duration patience) {
		try {
			this.socket.setSoTimeout((int) patience.toMillis());
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Socket socket() {
		return this.socket;
	}

	String send(Object... fields) {
		Map<String, Object> message = new LinkedHashMap<>();
		String id = "m" + (++this.ids);
		message.put("id", id);
		for (int i = 0; i < fields.length; i += 2) {
			message.put((String) fields[i], fields[i + 1]);
		}
		sendBytes(Bencode.encode(message));
		return id;
	}

	void sendBytes(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read one message.
	 * @return the message, or {@code null} when the connection has ended
	 */
	@Nullable Map<String, Object> read() {
		try {
			while (true) {
				int next = this.in.read();
				if (next == -1) {
					return null;
				}
				Map<String, Object> message = this.decoder.next(ByteBuffer.wrap(new byte[] { (byte) next }));
				if (message != null) {
					return message;
				}
			}
		}
		catch (SocketException ex) {
			// a reset is an end as well
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (BencodeException ex) {
			throw new AssertionError("The server sent no bencode", ex);
		}
	}

	/**
	 * Read the answers to a message.
	 * @param id the message's id
	 * @param status the status that ends them
	 * @return the answers
	 */
	List<Map<String, Object>> readAnswers(String id, String status) {
		List<Map<String, Object>> answers = new ArrayList<>();
		while (true) {
			Map<String, Object> message = read();
			if (message == null) {
				throw new AssertionError("The connection ended after " + answers);
			}
			if (id.equals(message.get("id"))) {
				answers.add(message);
				if (message.get("status") instanceof List<?> list && list.contains(status)) {
					return answers;
				}
			}
		}
	}

	void readAnswersUntilOut(String id) {
		Map<String, Object> message = read();
		while (message != null && !(id.equals(message.get("id")) && message.containsKey("out"))) {
			message = read();
		}
	}

	@Nullable Map<String, Object> readStatus() {
		Map<String, Object> message = read();
		while (message != null && !message.containsKey("status")) {
			message = read();
		}
		return message;
	}

	List<Map<String, Object>> roundTrip(Object... fields) {
		return readAnswers(send(fields), "done");
	}

	String newSession() {
		return (String) roundTrip("op", "clone").get(0).get("new-session");
	}

	/**
	 * Evaluate code.
	 * @param session where
	 * @param code the code
	 * @return the values, the last error's type, or what was written to it
	 */
	List<Object> eval(String session, String code) {
		return all("value", roundTrip("op", "eval", "session", session, "code", code));
	}

	static List<Object> all(String key, List<Map<String, Object>> answers) {
		return answers.stream().filter((answer) -> answer.containsKey(key)).map((answer) -> answer.get(key)).toList();
	}

	static String text(String key, List<Map<String, Object>> answers) {
		StringBuilder text = new StringBuilder();
		all(key, answers).forEach(text::append);
		return text.toString();
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

}
