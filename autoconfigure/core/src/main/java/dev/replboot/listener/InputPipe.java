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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Takes bytes from the thread that serves all connections to the one that evaluates. When
 * it is full it asks for the connection to be paused; it never makes the first of them
 * wait.
 */
public final class InputPipe extends InputStream {

	private static final int HIGH_WATER = 256 * 1024;

	private final ReentrantLock mutex = new ReentrantLock();

	private final Condition filled = this.mutex.newCondition();

	private final Consumer<Boolean> pause;

	private ByteBuffer bytes = ByteBuffer.allocate(1024);

	private boolean paused;

	private boolean ended;

	/**
	 * Create a pipe.
	 * @param pause called with {@code true} when no more should come for now, and with
	 * {@code false} when there is room again
	 */
	public InputPipe(Consumer<Boolean> pause) {
		this.pause = pause;
		this.bytes.limit(0);
	}

	/**
	 * Put bytes in. Doesn't block.
	 * @param more the bytes, consumed whole
	 */
	public void put(ByteBuffer more) {
		this.mutex.lock();
		try {
			this.bytes.compact();
			if (this.bytes.remaining() < more.remaining()) {
				int needed = this.bytes.position() + more.remaining();
				this.bytes = ByteBuffer.allocate(Math.max(needed, this.bytes.capacity() * 2)).put(this.bytes.flip());
			}
			this.bytes.put(more).flip();
			if (!this.paused && this.bytes.remaining() > HIGH_WATER) {
				this.paused = true;
				this.pause.accept(true);
			}
			this.filled.signalAll();
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * No more will come. What is in the pipe can still be read.
	 */
	public void end() {
		this.mutex.lock();
		try {
			this.ended = true;
			this.filled.signalAll();
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * No more will come, and what is in the pipe is thrown away.
	 */
	public void abort() {
		this.mutex.lock();
		try {
			this.bytes.position(this.bytes.limit());
			end();
		}
		finally {
			this.mutex.unlock();
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) == -1) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		this.mutex.lock();
		try {
			while (!this.bytes.hasRemaining() && !this.ended) {
				this.filled.await();
			}
			if (!this.bytes.hasRemaining()) {
				return -1;
			}
			int count = Math.min(length, this.bytes.remaining());
			this.bytes.get(buffer, offset, count);
			if (this.paused && this.bytes.remaining() < HIGH_WATER / 2) {
				this.paused = false;
				this.pause.accept(false);
			}
			return count;
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException("Interrupted while waiting for input");
		}
		finally {
			this.mutex.unlock();
		}
	}

	@Override
	public int available() {
		this.mutex.lock();
		try {
			return this.bytes.remaining();
		}
		finally {
			this.mutex.unlock();
		}
	}

}
