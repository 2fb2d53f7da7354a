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

package dev.replboot.eval;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The client's characters, between the protocol and Clojure's reader. Stops the clock
 * while it waits for them, counts those of one form, and takes out the marks where
 * interrupts came. It never hands out in one piece what was sent before a mark and what
 * was sent after it, so that once more is asked for, everything before has been read.
 */
final class RequestReader extends Reader {

	/**
	 * What {@link #poll()} gives where an interrupt came.
	 */
	static final int MARK = -2;

	private static final int NONE = -1;

	private static final int CHUNK = 8192;

	/**
	 * More than what a connection holds for a session.
	 */
	private static final int MOST_RECEIVED = 1024 * 1024;

	private static final Runnable NOTHING = () -> {
	};

	private final Reader in;

	private final int limit;

	private final StopRequests orders;

	private CharBuffer chunk = CharBuffer.allocate(CHUNK).limit(0);

	private CharBuffer back = CharBuffer.allocate(0);

	private volatile @Nullable EvaluationClock clock;

	private Runnable arrived = NOTHING;

	private long count;

	private boolean exceeded;

	private boolean counting;

	private boolean skipping;

	private boolean marked;

	private boolean endedAtMark;

	private volatile boolean waiting;

	private volatile boolean closed;

	private volatile boolean ended;

	RequestReader(Reader characters, int limit, StopRequests orders) {
		super(characters);
		this.in = characters;
		this.limit = limit;
		this.orders = orders;
	}

	/**
	 * A form has begun.
	 * @param clock the form's clock, which stops while the client is awaited
	 * @param arrived called when more has come that was waited for
	 */
	void beginForm(EvaluationClock clock, Runnable arrived) {
		this.clock = clock;
		this.arrived = arrived;
		this.count = 0;
		this.exceeded = false;
		this.counting = true;
	}

	void endOfForm() {
		this.counting = false;
	}

	void endOfEvaluation() {
		this.clock = null;
		this.arrived = NOTHING;
		this.counting = false;
	}

	boolean isExceeded() {
		return this.exceeded;
	}

	/**
	 * Remember what has been received by now, unless this was called before. What comes
	 * later may be an answer to what the client is about to be told.
	 */
	void markReceived() {
		if (this.marked) {
			return;
		}
		// looked at before the last characters are
		boolean ended = this.ended;
		try {
			takeReceived();
			this.endedAtMark = ended && !this.in.ready();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.marked = true;
	}

	private void takeReceived() throws IOException {
		while (this.chunk.remaining() < MOST_RECEIVED && this.in.ready()) {
			if (this.chunk.limit() == this.chunk.capacity()) {
				int capacity = Math.max(CHUNK, 2 * this.chunk.remaining());
				this.chunk = CharBuffer.allocate(capacity).put(this.chunk).flip();
			}
			int end = this.chunk.limit();
			int read = ended(this.in.read(this.chunk.array(), end, this.chunk.capacity() - end));
			if (read == -1) {
				return;
			}
			this.chunk.limit(end + read);
		}
	}

	/**
	 * Whether no more would come than what was remembered.
	 * @return whether the input had ended then
	 */
	boolean hasEndedAtMark() {
		return this.endedAtMark;
	}

	/**
	 * Forget what was remembered.
	 */
	void forgetMark() {
		this.marked = false;
	}

	/**
	 * While this is on, the input seems to end behind what was remembered, where a read
	 * would block or where an interrupt came.
	 * @param skipping whether it is on
	 */
	void skipping(boolean skipping) {
		this.skipping = skipping;
	}

	/**
	 * Refuse a form that is too large but was there already when its end was looked for.
	 * @param form the form's text
	 */
	void requireSmall(String form) {
		if (form.length() > this.limit) {
			throw new EvaluationRefusedException(RequestTooLargeException.sentence(this.limit), null);
		}
	}

	int limit() {
		return this.limit;
	}

	/**
	 * Take a character if there is one, without waiting.
	 * @return the character, {@link #MARK} where an interrupt came, or another negative
	 * number
	 * @throws IOException if the input can't be read
	 */
	int poll() throws IOException {
		if (this.back.hasRemaining()) {
			return this.back.get();
		}
		if (!this.chunk.hasRemaining() && this.in.ready()) {
			await();
		}
		if (!this.chunk.hasRemaining()) {
			return NONE;
		}
		if (this.chunk.charAt(0) == EvaluationSession.INTERRUPT_MARK && this.orders.isMarked()) {
			return MARK;
		}
		return this.chunk.get();
	}

	/**
	 * Take the mark that {@link #poll()} has found.
	 */
	void passMark() {
		this.chunk.get();
		this.orders.passMark();
	}

	/**
	 * Have characters read once more, before what comes next.
	 * @param text what {@link #poll()} gave
	 */
	void giveBack(CharSequence text) {
		this.back = CharBuffer.wrap(text.toString());
	}

	/**
	 * The session waits for input without reading it.
	 * @param holding whether it does
	 */
	void holding(boolean holding) {
		this.waiting = holding;
	}

	/**
	 * No more than what is there will come.
	 */
	void end() {
		this.ended = true;
	}

	boolean hasEnded() {
		return this.ended;
	}

	boolean isWaiting() {
		return this.waiting;
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		if (this.counting && this.count > this.limit) {
			this.exceeded = true;
			throw new RequestTooLargeException(this.limit);
		}
		if (this.back.hasRemaining()) {
			int read = Math.min(length, this.back.remaining());
			this.back.get(buffer, offset, read);
			this.count += read;
			return read;
		}
		while (atMark()) {
			if (this.skipping) {
				return -1;
			}
			this.chunk.get();
		}
		if (!this.chunk.hasRemaining()) {
			return (fill() == -1) ? -1 : read(buffer, offset, length);
		}
		int read = Math.min(length, beforeMark());
		this.chunk.get(buffer, offset, read);
		this.count += read;
		return read;
	}

	// whether the next character is a mark that has been passed just now
	private boolean atMark() {
		return this.chunk.hasRemaining() && this.chunk.charAt(0) == EvaluationSession.INTERRUPT_MARK
				&& (this.skipping ? this.orders.isMarked() : this.orders.passMark());
	}

	// the first character is no mark, whatever it looks like
	private int beforeMark() {
		int end = 1;
		while (end < this.chunk.remaining() && this.chunk.charAt(end) != EvaluationSession.INTERRUPT_MARK) {
			end++;
		}
		return end;
	}

	private int fill() throws IOException {
		if (this.skipping && (this.marked || !this.in.ready())) {
			return -1;
		}
		this.marked = false;
		return await();
	}

	private int await() throws IOException {
		if (this.chunk.capacity() > CHUNK) {
			this.chunk = CharBuffer.allocate(CHUNK).limit(0);
		}
		int read = readMore();
		this.chunk.position(0).limit(Math.max(read, 0));
		return read;
	}

	private int readMore() throws IOException {
		char[] array = this.chunk.array();
		if (this.in.ready()) {
			return ended(this.in.read(array, 0, array.length));
		}
		EvaluationClock clock = this.clock;
		this.waiting = true;
		if (clock != null) {
			clock.pause();
		}
		try {
			return ended(this.in.read(array, 0, array.length));
		}
		finally {
			this.waiting = false;
			if (clock != null) {
				clock.resume();
			}
			this.arrived.run();
		}
	}

	private int ended(int read) {
		this.ended |= read == -1;
		return read;
	}

	@Override
	public boolean ready() throws IOException {
		return this.back.hasRemaining() || this.chunk.hasRemaining() || this.in.ready();
	}

	/**
	 * Evaluated code may close {@code *in*}; the connection isn't its to close.
	 */
	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * Whether Clojure's reader stream has been closed since this was asked last, so that
	 * it takes another one to go on.
	 * @return whether it has
	 */
	boolean wasClosed() {
		boolean closed = this.closed;
		this.closed = false;
		return closed;
	}

}
