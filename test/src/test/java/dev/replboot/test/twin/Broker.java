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

package dev.replboot.test.twin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place where a broker could be: counts who connects, and hangs up.
 */
final class Broker implements AutoCloseable {

	private final ServerSocket socket;

	private final AtomicInteger connections = new AtomicInteger();

	Broker() throws IOException {
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::accept, "broker");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket accepted = this.socket.accept();
				this.connections.incrementAndGet();
				accepted.close();
			}
			catch (IOException ex) {
				if (!this.socket.isClosed()) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	int connections() {
		return this.connections.get();
	}

	/**
	 * Count from zero, whoever has connected before and isn't accepted yet included.
	 */
	void forget() {
		try (Socket last = new Socket(InetAddress.getLoopbackAddress(), port())) {
			// ends when it is accepted, after all others
			if (last.getInputStream().read() != -1) {
				throw new IllegalStateException("A broker says nothing");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.connections.set(0);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
