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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads messages in bencode (<a href="https://www.bittorrent.org/beps/bep_0003.html">BEP
 * 3</a>) as their bytes come in, looking at each byte once. Strict, but takes
 * dictionaries whose keys are not sorted, which some clients send. Memory grows with what
 * has come, not with what a length promises.
 */
final class BencodeDecoder {

	private static final int FIRST_ROOM = 1024;

	private final BencodeBounds bounds;

	private final Deque<BencodeFrame> open = new ArrayDeque<>();

	private final BencodeToken digits = new BencodeToken();

	private State state = State.ITEM;

	private byte[] text = new byte[0];

	private int textLength;

	private int textWanted;

	private int bytes;

	private int items;

	private @Nullable Map<String, Object> message;

	BencodeDecoder(BencodeBounds bounds) {
		this.bounds = bounds;
	}

	/**
	 * Consume bytes up to the end of a message.
	 * @param input what came
	 * @return the message, whose values are strings, longs, lists and maps, or
	 * {@code null} when the input ended before it
	 * @throws BencodeException if it isn't one; nothing more can be read then
	 */
	@Nullable Map<String, Object> next(ByteBuffer input) throws BencodeException {
		while (input.hasRemaining()) {
			if (this.state == State.TEXT) {
				takeText(input);
			}
			else {
				count(1);
				take(input.get() & 0xff);
			}
			Map<String, Object> complete = this.message;
			if (complete != null) {
				this.message = null;
				this.bytes = 0;
				this.items = 0;
				return complete;
			}
		}
		return null;
	}

	private void count(int more) throws BencodeException {
		this.bytes += more;
		if (this.bytes > this.bounds.bytes()) {
			throw new BencodeException("A message is larger than it may be.");
		}
	}

	private void take(int next) throws BencodeException {
		switch (this.state) {
			case ITEM -> beginItem(next);
			case NUMBER -> {
				if (next == 'e') {
					this.state = State.ITEM;
					complete(this.digits.number());
				}
				else {
					this.digits.append(next);
				}
			}
			case LENGTH -> {
				if (next == ':') {
					beginText(this.digits.length(this.bounds.bytes() - this.bytes));
				}
				else {
					this.digits.append(next);
				}
			}
			case TEXT -> throw new IllegalStateException("Text is taken in one piece");
		}
	}

	private void beginItem(int next) throws BencodeException {
		BencodeFrame frame = this.open.peek();
		if (frame == null && next != 'd') {
			throw new BencodeException("A message doesn't begin as a dictionary does.");
		}
		if (next == 'e' && frame != null) {
			this.open.pop();
			complete(frame.end());
			return;
		}
		if (++this.items > this.bounds.items()) {
			throw new BencodeException("A message has more parts than it may have.");
		}
		if (next >= '0' && next <= '9') {
			this.digits.begin();
			this.digits.append(next);
			this.state = State.LENGTH;
			return;
		}
		if (frame != null && frame.awaitsKey()) {
			throw new BencodeException("A dictionary has a key that is no string.");
		}
		switch (next) {
			case 'd', 'l' -> begin(new BencodeFrame(next == 'd'));
			case 'i' -> {
				this.digits.begin();
				this.state = State.NUMBER;
			}
			default -> throw new BencodeException("There is a byte where no value can begin with it.");
		}
	}

	private void begin(BencodeFrame frame) throws BencodeException {
		if (this.open.size() == this.bounds.depth()) {
			throw new BencodeException("A message is nested deeper than it may be.");
		}
		this.open.push(frame);
	}

	private void beginText(int length) throws BencodeException {
		this.textLength = 0;
		this.textWanted = length;
		this.text = new byte[Math.min(length, FIRST_ROOM)];
		this.state = State.TEXT;
		if (length == 0) {
			endText();
		}
	}

	private void takeText(ByteBuffer input) throws BencodeException {
		int more = Math.min(input.remaining(), this.textWanted - this.textLength);
		count(more);
		if (this.textLength + more > this.text.length) {
			int room = Math.max(this.textLength + more, Math.min(this.textWanted, this.text.length * 2));
			this.text = Arrays.copyOf(this.text, room);
		}
		input.get(this.text, this.textLength, more);
		this.textLength += more;
		if (this.textLength == this.textWanted) {
			endText();
		}
	}

	private void endText() throws BencodeException {
		String value = new String(this.text, 0, this.textLength, StandardCharsets.UTF_8);
		this.text = new byte[0];
		this.state = State.ITEM;
		complete(value);
	}

	@SuppressWarnings("unchecked")
	private void complete(Object value) throws BencodeException {
		BencodeFrame frame = this.open.peek();
		if (frame != null) {
			frame.add(value);
		}
		else {
			this.message = (Map<String, Object>) value;
		}
	}

	/**
	 * What the next byte belongs to.
	 */
	private enum State {

		/**
		 * The beginning of a value, or the end of a dictionary or list.
		 */
		ITEM,

		/**
		 * An integer.
		 */
		NUMBER,

		/**
		 * A string's length.
		 */
		LENGTH,

		/**
		 * A string.
		 */
		TEXT

	}

}
