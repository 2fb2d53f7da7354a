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

package dev.replboot.test.security;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A client of a server of this host that chooses its own address, and keeps its
 * connection as long as the server does.
 */
final class BoundClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 60_000;

	private final String from;

	private final int port;

	private @Nullable Connection connection;

	BoundClient(String from, int port) {
		this.from = from;
		this.port = port;
	}

	Reply send(String method, String path, @Nullable String body, String... headers) {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
		for (int i = 0; i < headers.length; i += 2) {
			request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
		}
		if (body != null) {
			request.append("Content-Type: application/json\r\nContent-Length: ").append(body.length()).append("\r\n");
		}
		request.append("\r\n").append((body != null) ? body : "");
		try {
			Connection connected = connected();
			connected.socket().getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
			return read(connected.in());
		}
		catch (IOException ex) {
			throw new IllegalStateException(method + " " + path, ex);
		}
	}

	private Connection connected() throws IOException {
		Connection known = this.connection;
		if (known != null) {
			return known;
		}
		Socket socket = new Socket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.bind(new InetSocketAddress(InetAddress.getByName(this.from), 0));
		socket.connect(new InetSocketAddress("127.0.0.1", this.port));
		Connection made = new Connection(socket, new BufferedInputStream(socket.getInputStream()));
		this.connection = made;
		return made;
	}

	private Reply read(InputStream input) throws IOException {
		String status = line(input);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line = line(input); !line.isEmpty(); line = line(input)) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
		}
		byte[] body = body(input, headers);
		if (headers.getOrDefault("Connection", "").toLowerCase(Locale.ROOT).contains("close")) {
			close();
		}
		return new Reply(Integer.parseInt(status.split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
	}

	private static byte[] body(InputStream input, Map<String, String> headers) throws IOException {
		if (!"chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
			return input.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = -1; size != 0;) {
			size = Integer.parseInt(line(input), 16);
			body.write(input.readNBytes(size));
			line(input);
		}
		return body.toByteArray();
	}

	private static String line(InputStream input) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = input.read(); next != '\n'; next = input.read()) {
			if (next == -1) {
				throw new IOException("The server closed the connection after " + line);
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.UTF_8).strip();
	}

	@Override
	public void close() {
		Connection known = this.connection;
		this.connection = null;
		try {
			if (known != null) {
				known.socket().close();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A connection.
	 *
	 * @param socket the socket
	 * @param in its input
	 */
	private record Connection(Socket socket, InputStream in) {

	}

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the body
	 */
	record Reply(int status, Map<String, String> headers, String body) {

	}

}
