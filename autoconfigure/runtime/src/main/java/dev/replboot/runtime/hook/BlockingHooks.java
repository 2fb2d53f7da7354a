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

package dev.replboot.runtime.hook;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;

import dev.replboot.runtime.stop.Scopes;

/**
 * Waits that no interrupt ends: what is waited for is closed instead.
 */
public final class BlockingHooks {

	private BlockingHooks() {
	}

	@ReplacementFor(ServerSocket.class)
	public static Socket accept(ServerSocket server) throws IOException {
		try (AutoClosing closing = AutoClosing.whileWaitingFor(server)) {
			Socket socket = server.accept();
			Scopes.opened(socket, BlockingHooks.class);
			return socket;
		}
	}

	@ReplacementFor(DatagramSocket.class)
	public static void receive(DatagramSocket socket, DatagramPacket packet) throws IOException {
		try (AutoClosing closing = AutoClosing.whileWaitingFor(socket)) {
			socket.receive(packet);
		}
	}

	@ReplacementFor(Socket.class)
	public static InputStream getInputStream(Socket socket) throws IOException {
		return new ClosingInputStream(socket.getInputStream(), socket);
	}

	@ReplacementFor(value = Process.class, method = "getInputStream")
	public static InputStream getProcessInputStream(Process process) {
		return new ClosingInputStream(process.getInputStream(), process);
	}

	@ReplacementFor(value = Process.class, method = "getErrorStream")
	public static InputStream getProcessErrorStream(Process process) {
		return new ClosingInputStream(process.getErrorStream(), process);
	}

	@ReplacementFor(URL.class)
	public static URLConnection openConnection(URL url) throws IOException {
		URLConnection connection = url.openConnection();
		Scopes.opened(connection, BlockingHooks.class);
		return connection;
	}

	@ReplacementFor(URL.class)
	public static InputStream openStream(URL url) throws IOException {
		return openConnection(url).getInputStream();
	}

	@ReplacementFor(URL.class)
	public static Object getContent(URL url) throws IOException {
		return openConnection(url).getContent();
	}

}
