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

package dev.replboot.listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.LeaseThread;

/**
 * The one thread that serves all connections: accepts, reads, writes what a slow client
 * left over, keeps time. It never evaluates and never blocks on a client.
 */
public final class IoLoop implements Runnable, AutoCloseable {

	private static final Log logger = LogFactory.getLog(IoLoop.class);

	private static final long TICK_MILLIS = 250;

	/**
	 * How long output may wait for more before it is sent.
	 */
	private static final long FLUSH_MILLIS = 10;

	/**
	 * How long closing waits until the thread has written what is left for the clients.
	 * It waits for nobody else, so that only a busy processor keeps it.
	 */
	private static final long LAST_WORDS_MILLIS = 5000;

	private static final int READ_BUFFER = 16 * 1024;

	private final Selector selector;

	private final Thread thread;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final Set<Connection> unflushed = ConcurrentHashMap.newKeySet();

	private final ByteBuffer input = ByteBuffer.allocate(READ_BUFFER);

	private volatile boolean closed;

	/**
	 * Create the loop and start its thread.
	 */
	public IoLoop() {
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = LeaseThread.of(this, "repl-io");
		this.thread.start();
	}

	/**
	 * Serve a bound channel.
	 * @param server the channel
	 * @param accepted called with each connection, before anything is read from it
	 */
	public void serve(ServerSocketChannel server, Consumer<Connection> accepted) {
		execute(() -> {
			try {
				server.configureBlocking(false);
				server.register(this.selector, SelectionKey.OP_ACCEPT, accepted);
			}
			catch (IOException ex) {
				if (server.isOpen()) {
					logger.error("The REPL can't accept connections", ex);
				}
			}
		});
	}

	void execute(Runnable task) {
		this.tasks.add(task);
		this.selector.wakeup();
	}

	void flushSoon(Connection connection) {
		if (this.unflushed.add(connection)) {
			this.selector.wakeup();
		}
	}

	void forget(Connection connection) {
		this.connections.remove(connection);
		this.unflushed.remove(connection);
	}

	SelectionKey register(SelectableChannel channel, Connection connection) throws IOException {
		return channel.register(this.selector, SelectionKey.OP_READ, connection);
	}

	/**
	 * The buffer that connections read into, which they do one at a time.
	 * @return the buffer, empty
	 */
	ByteBuffer input() {
		return this.input.clear();
	}

	@Override
	public void run() {
		long nextTick = System.nanoTime();
		while (!this.closed) {
			try {
				this.selector.select(timeout());
				runTasks();
				this.selector.selectedKeys().forEach((key) -> guarded(() -> handle(key)));
				this.selector.selectedKeys().clear();
				long now = System.nanoTime();
				if (now - nextTick >= 0) {
					nextTick = now + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
					this.connections.forEach((connection) -> guarded(() -> connection.tick(now)));
				}
			}
			catch (ClosedSelectorException ex) {
				return;
			}
			catch (IOException ex) {
				logger.error("REPL connections could not be served", ex);
			}
		}
		runTasks();
		this.connections.forEach((connection) -> guarded(connection::closeDrained));
	}

	// what one connection does to us must not cost the others theirs; running out of
	// memory or threads for one of them is no exception
	private static void guarded(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("A REPL connection could not be served", ex);
		}
	}

	private long timeout() {
		if (!this.unflushed.isEmpty()) {
			return FLUSH_MILLIS;
		}
		return this.connections.isEmpty() ? 0 : TICK_MILLIS;
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			guarded(task);
		}
		for (Connection connection : this.unflushed) {
			if (connection.isFlushDue()) {
				this.unflushed.remove(connection);
				connection.output().flushNow();
			}
		}
	}

	@SuppressWarnings("unchecked")
	private void handle(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept((ServerSocketChannel) key.channel(), (Consumer<Connection>) key.attachment());
			}
			else if (key.attachment() instanceof Connection connection) {
				connection.handle(key);
			}
		}
		catch (CancelledKeyException ex) {
			// closed by another thread between select and here
		}
	}

	private void accept(ServerSocketChannel server, Consumer<Connection> accepted) {
		try {
			SocketChannel channel = server.accept();
			while (channel != null) {
				Connection connection = Connection.open(this, channel);
				this.connections.add(connection);
				guarded(() -> accepted.accept(connection));
				channel = server.accept();
			}
		}
		catch (IOException ex) {
			// out of file descriptors, or the client is gone already; the next select
			// tries again
			logger.warn("The REPL couldn't accept a connection: " + ex);
			pauseAfterFailedAccept();
		}
	}

	// a full file descriptor table would otherwise make this thread spin
	private void pauseAfterFailedAccept() {
		try {
			TimeUnit.MILLISECONDS.sleep(FLUSH_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
		try {
			this.thread.join(LAST_WORDS_MILLIS);
			this.connections.forEach(Connection::closeNow);
			this.selector.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			logger.warn("The REPL's selector could not be closed: " + ex);
		}
	}

}
