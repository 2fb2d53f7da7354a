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
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Text to a connection, in UTF-8. {@code flush()} from evaluated code is gathered for a
 * few milliseconds; {@link #flushNow()} at the end of an evaluation is not. When the
 * other end doesn't read, the writing thread waits, and can be interrupted while it does.
 */
public final class ConnectionWriter extends Writer {

	private static final int CAPACITY = 64 * 1024;

	private static final int ASCII = 128;

	private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final SocketChannel channel;

	private final Connection connection;

	private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	private final ReentrantLock mutex = new ReentrantLock();

	private final Condition drained = this.mutex.newCondition();

	/**
	 * On the heap, where it goes with the connection: direct buffers go when the garbage
	 * collector gets to them, and connections can come faster than that.
	 */
	private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);

	/**
	 * A message that is larger than the buffer. There is nothing else when there is one.
	 */
	private @Nullable ByteBuffer large;

	private final char[] pair = new char[2];

	private boolean halfPair;

	private boolean failed;

	private volatile long lastFlush;

	ConnectionWriter(SocketChannel channel, Connection connection) {
		this.channel = channel;
		this.connection = connection;
	}

	@Override
	public void write(int character) throws IOException {
		this.mutex.lock();
		try {
			// Clojure prints strings one character at a time
			if (character > 0 && character < ASCII && !this.halfPair && !this.failed && this.bytes.hasRemaining()) {
				this.bytes.put((byte) character);
				return;
			}
		}
		finally {
			this.mutex.unlock();
		}
		write(new char[] { (char) character }, 0, 1);
	}

	@Override
	public void write(String text, int offset, int length) throws IOException {
		write(CharBuffer.wrap(text, offset, offset + length));
	}

	@Override
	public void write(char[] buffer, int offset, int length) throws IOException {
		write(CharBuffer.wrap(buffer, offset, length));
	}

	private void write(CharBuffer characters) throws IOException {
		this.mutex.lock();
		try {
			completePair(characters);
			encode(characters);
			if (characters.hasRemaining()) {
				// the first half of a surrogate pair, whose second half is still to come
				this.pair[0] = characters.get();
				this.halfPair = true;
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	private void completePair(CharBuffer characters) throws IOException {
		if (this.halfPair && characters.hasRemaining()) {
			this.halfPair = false;
			this.pair[1] = characters.get();
			encode(CharBuffer.wrap(this.pair));
		}
	}

	private void encode(CharBuffer characters) throws IOException {
		while (this.encoder.encode(characters, this.bytes, false).isOverflow()) {
			drain();
			while (this.bytes.remaining() < CAPACITY / 2) {
				awaitDrained();
			}
		}
	}

	private void awaitDrained() throws IOException {
		if (this.failed) {
			throw new IOException("The connection is closed");
		}
		this.connection.needsWriting();
		try {
			this.drained.await(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the other end didn't read");
		}
	}

	/**
	 * Write if there is room at once, else drop it: for what is said out of turn.
	 * @param text what to write
	 */
	public void offer(String text) {
		this.mutex.lock();
		try {
			if (!this.failed && this.bytes.remaining() > text.length() * 3 && !this.halfPair) {
				this.encoder.encode(CharBuffer.wrap(text), this.bytes, false);
				flushNow();
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * Write bytes of a protocol if there is room at once, else drop them.
	 * @param raw what to write
	 */
	public void offerBytes(byte[] raw) {
		this.mutex.lock();
		try {
			if (!this.failed && this.bytes.remaining() >= raw.length) {
				this.bytes.put(raw);
				flushNow();
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * Write a message of a protocol, whole or, when the thread is interrupted while the
	 * other end doesn't read, not at all.
	 * @param message what to write
	 * @throws IOException if the connection is closed
	 * @throws InterruptedIOException if the thread was interrupted
	 */
	public void writeMessage(byte[] message) throws IOException {
		this.mutex.lock();
		try {
			while (!hasRoomFor(message)) {
				drain();
				if (!hasRoomFor(message)) {
					awaitDrained();
				}
			}
			put(message);
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * Write a message of a protocol if there is room for it at once.
	 * @param message what to write
	 * @return whether it was taken
	 */
	public boolean offerMessage(byte[] message) {
		this.mutex.lock();
		try {
			if (this.failed || !hasRoomFor(message)) {
				return this.failed;
			}
			put(message);
			flushNow();
			return true;
		}
		finally {
			this.mutex.unlock();
		}
	}

	private boolean hasRoomFor(byte[] message) {
		return this.large == null && (this.bytes.remaining() >= message.length || this.bytes.position() == 0);
	}

	private void put(byte[] message) {
		if (this.bytes.remaining() >= message.length) {
			this.bytes.put(message);
		}
		else {
			this.large = ByteBuffer.wrap(message);
		}
	}

	@Override
	public void flush() throws IOException {
		if (System.nanoTime() - this.lastFlush > GATHER_NANOS) {
			flushNow();
		}
		else {
			this.connection.flushSoon();
		}
	}

	/**
	 * Send what there is, as far as the other end takes it. Doesn't wait.
	 */
	public void flushNow() {
		this.mutex.lock();
		try {
			drain();
			if (hasRemaining()) {
				this.connection.needsWriting();
			}
		}
		catch (IOException ex) {
			// the reading side notices and closes; writers are told
			this.failed = true;
		}
		finally {
			this.drained.signalAll();
			this.mutex.unlock();
		}
	}

	private void drain() throws IOException {
		if (this.failed) {
			this.bytes.clear();
			this.large = null;
			throw new IOException("The connection is closed");
		}
		this.lastFlush = System.nanoTime();
		this.bytes.flip();
		try {
			while (this.bytes.hasRemaining() && this.channel.write(this.bytes) > 0) {
				continue;
			}
		}
		finally {
			this.bytes.compact();
		}
		drainLarge();
	}

	private void drainLarge() throws IOException {
		ByteBuffer message = this.large;
		if (message == null || this.bytes.position() > 0) {
			return;
		}
		while (message.hasRemaining() && this.channel.write(message) > 0) {
			continue;
		}
		if (!message.hasRemaining()) {
			this.large = null;
		}
	}

	boolean isFlushDue() {
		return System.nanoTime() - this.lastFlush > GATHER_NANOS;
	}

	boolean hasRemaining() {
		this.mutex.lock();
		try {
			return (this.bytes.position() > 0 || this.large != null) && !this.failed;
		}
		finally {
			this.mutex.unlock();
		}
	}

	void fail() {
		this.mutex.lock();
		try {
			this.failed = true;
			this.drained.signalAll();
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * Does nothing: the connection is closed by whoever accepted it.
	 */
	@Override
	public void close() {
	}

}
