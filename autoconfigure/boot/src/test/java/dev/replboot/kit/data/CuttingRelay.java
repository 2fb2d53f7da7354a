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

package dev.replboot.kit.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between an application and its database, which loses a connection at the
 * moment of a commit, and in which requests to cancel may arrive once more.
 */
final class CuttingRelay implements AutoCloseable {

	// the length, and the number that stands for it in PostgreSQL's protocol
	private static final byte[] CANCEL = { 0, 0, 0, 16, 4, (byte) 210, 22, 46 };

	private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());

	private final List<byte[]> cancels = new CopyOnWriteArrayList<>();

	private final int port;

	private volatile Cut cut = Cut.NEVER;

	CuttingRelay(int port) throws IOException {
		this.port = port;
		start(this::listen);
	}

	/**
	 * When a connection is lost.
	 */
	enum Cut {

		/**
		 * Never.
		 */
		NEVER,

		/**
		 * Before the database gets the commit.
		 */
		BEFORE,

		/**
		 * After the database has committed, before it can say so.
		 */
		AFTER

	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * Lose the connection that commits next.
	 * @param next when
	 */
	void cut(Cut next) {
		this.cut = next;
	}

	/**
	 * Let each request to cancel arrive again, late.
	 * @return how many there are
	 * @throws IOException if PostgreSQL can't be reached
	 */
	int cancelAgain() throws IOException {
		for (byte[] request : this.cancels) {
			try (Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				server.getOutputStream().write(request);
				// which closes the connection when the request has had its effect
				server.getInputStream().read();
			}
		}
		return this.cancels.size();
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private void listen() {
		try {
			while (true) {
				Socket client = this.listening.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port);
				this.sockets.add(client);
				this.sockets.add(server);
				Line line = new Line(client, server);
				start(line::there);
				start(line::back);
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
		for (Socket socket : List.copyOf(this.sockets)) {
			socket.close();
		}
	}

	/**
	 * One connection.
	 */
	private final class Line {

		private final Socket client;

		private final Socket server;

		private volatile boolean mute;

		Line(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void there() {
			byte[] buffer = new byte[1 << 16];
			try {
				InputStream in = this.client.getInputStream();
				OutputStream out = this.server.getOutputStream();
				for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
					if (read == 16 && Arrays.equals(buffer, 0, CANCEL.length, CANCEL, 0, CANCEL.length)) {
						CuttingRelay.this.cancels.add(Arrays.copyOf(buffer, read));
					}
					if (CuttingRelay.this.cut != Cut.NEVER
							&& new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
						Cut now = CuttingRelay.this.cut;
						CuttingRelay.this.cut = Cut.NEVER;
						if (now == Cut.BEFORE) {
							break;
						}
						this.mute = true;
					}
					out.write(buffer, 0, read);
				}
			}
			catch (IOException ex) {
				// the other direction has ended
			}
			finally {
				end();
			}
		}

		void back() {
			byte[] buffer = new byte[1 << 16];
			try {
				InputStream in = this.server.getInputStream();
				OutputStream out = this.client.getOutputStream();
				for (int read = in.read(buffer); read >= 0 && !this.mute; read = in.read(buffer)) {
					out.write(buffer, 0, read);
				}
			}
			catch (IOException ex) {
				// the other direction has ended
			}
			finally {
				end();
			}
		}

		private void end() {
			try {
				this.client.close();
				this.server.close();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
