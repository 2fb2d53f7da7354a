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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;

/**
 * One accepted connection.
 */
public final class Connection {

	private static final Log logger = LogFactory.getLog(Connection.class);

	/**
	 * How long a connection that is being closed may take to accept what is left and to
	 * say goodbye.
	 */
	private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

	/**
	 * What a closing connection takes at most of what it won't look at.
	 */
	private static final int LEFT_UNREAD = 64 * 1024;

	private final IoLoop loop;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final ConnectionWriter output;

	private final String remote;

	private volatile @Nullable Peer peer;

	private ConnectionHandler handler = new DiscardingHandler();

	private volatile boolean closing;

	private volatile long closingSince;

	private volatile boolean inputPaused;

	private volatile boolean inputEnded;

	private boolean closed;

	private Connection(IoLoop loop, SocketChannel channel) throws IOException {
		this.loop = loop;
		this.channel = channel;
		this.remote = name(channel);
		channel.configureBlocking(false);
		if (!isUnixSocket()) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			// the second byte of telnet's "synch" is sent out of band; without it the
			// filter of such commands would take the next character for it
			channel.socket().setOOBInline(true);
		}
		this.output = new ConnectionWriter(channel, this);
		this.key = loop.register(channel, this);
	}

	// the other end of a Unix domain socket has no name of its own
	private static String name(SocketChannel channel) throws IOException {
		SocketAddress address = (channel.getLocalAddress() instanceof UnixDomainSocketAddress local) ? local
				: channel.getRemoteAddress();
		return (address instanceof InetSocketAddress) ? address.toString().replaceFirst("^/", "")
				: String.valueOf(address);
	}

	static Connection open(IoLoop loop, SocketChannel channel) throws IOException {
		try {
			return new Connection(loop, channel);
		}
		catch (IOException | RuntimeException | Error ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Say what the input is for.
	 * @param handler gets everything from now on
	 */
	public void handler(ConnectionHandler handler) {
		if (this.closing) {
			handler.closed();
		}
		else {
			this.handler = handler;
		}
	}

	/**
	 * Where to write to.
	 * @return the writer, which waits when the other end doesn't read
	 */
	public ConnectionWriter output() {
		return this.output;
	}

	/**
	 * The other end's address.
	 * @return host and port, or the socket file
	 */
	public String remote() {
		return this.remote;
	}

	/**
	 * Who is at the other end.
	 * @return the peer; nothing but its address until it was looked up
	 */
	public Peer peer() {
		Peer known = this.peer;
		return (known != null) ? known : Peer.at(this.remote);
	}

	void peer(Peer peer) {
		this.peer = peer;
	}

	@Nullable Peer peerIfKnown() {
		return this.peer;
	}

	/**
	 * Whether this is a Unix domain socket, whose peer the kernel vouches for.
	 * @return whether it is
	 */
	public boolean isUnixSocket() {
		return !this.channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY);
	}

	/**
	 * The channel, to look up who is at its other end.
	 * @return the channel
	 */
	public SocketChannel channel() {
		return this.channel;
	}

	/**
	 * Stop or go on reading, so that a client can't fill the memory.
	 * @param paused whether to stop
	 */
	public void pauseInput(boolean paused) {
		if (this.inputPaused != paused) {
			this.inputPaused = paused;
			this.loop.execute(this::updateInterest);
		}
	}

	/**
	 * Whether reading is stopped, so that a client that goes away isn't noticed.
	 * @return whether it is
	 */
	public boolean isInputPaused() {
		return this.inputPaused;
	}

	/**
	 * Say something to a client that is about to be sent away and has been told nothing
	 * yet. Takes no buffer of its own, because there may be many of them.
	 * @param sentence what to say; what the other end doesn't take at once is lost
	 */
	public void farewell(String sentence) {
		try {
			this.channel.write(ByteBuffer.wrap((sentence + "\n").getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			logger.debug("A REPL connection was gone before it was sent away", ex);
		}
	}

	/**
	 * Send what is left and close.
	 */
	public void close() {
		this.loop.execute(this::beginClosing);
	}

	private void beginClosing() {
		if (!this.closing) {
			this.closing = true;
			this.closingSince = System.nanoTime();
			try {
				this.handler.closed();
			}
			finally {
				this.handler = new DiscardingHandler();
				finishClosing();
			}
		}
	}

	/**
	 * Close at once, with nothing more to be said.
	 */
	public void drop() {
		this.loop.execute(this::closeNow);
	}

	/**
	 * Close for good, but take what has come in first: to close with unread input would
	 * make the kernel send a reset, and the other end might lose our last words.
	 */
	void closeDrained() {
		try {
			this.output.flushNow();
			this.channel.shutdownOutput();
			ByteBuffer ignored = ByteBuffer.allocate(LEFT_UNREAD);
			while (ignored.hasRemaining() && this.channel.read(ignored) > 0) {
				continue;
			}
		}
		catch (IOException ex) {
			logger.debug("A REPL connection was gone before it was closed", ex);
		}
		closeNow();
	}

	/**
	 * Read what is there without waiting to be told that something is.
	 */
	public void readNow() {
		try {
			read();
		}
		catch (IOException ex) {
			closeNow();
		}
	}

	void needsWriting() {
		this.loop.execute(this::updateInterest);
	}

	void flushSoon() {
		this.loop.flushSoon(this);
	}

	boolean isFlushDue() {
		return this.output.isFlushDue();
	}

	void handle(SelectionKey key) {
		try {
			if (key.isWritable()) {
				this.output.flushNow();
				updateInterest();
				if (this.closing) {
					finishClosing();
				}
			}
			if (key.isValid() && key.isReadable()) {
				read();
			}
		}
		catch (IOException ex) {
			closeNow();
		}
		catch (RuntimeException ex) {
			logger.error("A REPL connection from " + this.remote + " failed and is closed", ex);
			closeNow();
		}
	}

	private void read() throws IOException {
		ByteBuffer input = this.loop.input();
		int count = this.channel.read(input);
		if (count == -1) {
			this.inputEnded = true;
			updateInterest();
			if (this.closing) {
				closeNow();
			}
			else {
				this.handler.inputEnded();
			}
			return;
		}
		input.flip();
		ConnectionHandler receiver = this.handler;
		receiver.received(input);
		if (receiver instanceof Handshake) {
			// it may have been a token, and the buffer outlives the connection
			Arrays.fill(input.array(), 0, count, (byte) 0);
		}
	}

	void tick(long nanoTime) {
		if (this.closing) {
			if (nanoTime - this.closingSince > LINGER_NANOS) {
				closeNow();
			}
			return;
		}
		this.handler.tick(nanoTime);
	}

	/**
	 * Whether the other end has said that it won't send any more.
	 * @return whether the input has ended
	 */
	public boolean isInputEnded() {
		return this.inputEnded;
	}

	// Closing with unread input would make the kernel send a reset, and the other end
	// might lose our last words.
	private void finishClosing() {
		this.output.flushNow();
		updateInterest();
		if (!this.output.hasRemaining()) {
			try {
				this.channel.shutdownOutput();
				if (this.inputEnded) {
					closeNow();
				}
			}
			catch (IOException ex) {
				closeNow();
			}
		}
	}

	private void updateInterest() {
		if (this.key.isValid()) {
			int interest = (this.inputEnded || (this.inputPaused && !this.closing)) ? 0 : SelectionKey.OP_READ;
			this.key.interestOps(this.output.hasRemaining() ? interest | SelectionKey.OP_WRITE : interest);
		}
	}

	void closeNow() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.loop.forget(this);
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("A REPL connection could not be closed", ex);
		}
		this.output.fail();
		if (!this.closing) {
			this.closing = true;
			this.handler.closed();
		}
	}

}
