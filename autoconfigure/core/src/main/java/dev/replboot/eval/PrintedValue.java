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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the beginning of what is printed of a value, and counts and hashes all of it.
 */
final class PrintedValue {

	private static final int MAX = 2048;

	private static final int BUFFER = 4096;

	private final MessageDigest digest = sha256();

	private final StringBuilder beginning = new StringBuilder();

	private final @Nullable String type;

	private long length;

	// what isn't hashed yet: never without the last character, which may be a line's end
	// or half of one
	private final char[] buffer = new char[BUFFER];

	private int buffered;

	PrintedValue(@Nullable String type) {
		this.type = type;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	synchronized void add(char character) {
		if (this.buffered == BUFFER) {
			flush();
		}
		this.buffer[this.buffered] = character;
		this.buffered++;
	}

	synchronized void add(char[] characters, int offset, int length) {
		for (int from = offset; from < offset + length;) {
			int part = Math.min(offset + length - from, room());
			System.arraycopy(characters, from, this.buffer, this.buffered, part);
			this.buffered += part;
			from += part;
		}
	}

	synchronized void add(String text, int offset, int length) {
		for (int from = offset; from < offset + length;) {
			int part = Math.min(offset + length - from, room());
			text.getChars(from, from + part, this.buffer, this.buffered);
			this.buffered += part;
			from += part;
		}
	}

	private int room() {
		if (this.buffered == BUFFER) {
			flush();
		}
		return BUFFER - this.buffered;
	}

	private void flush() {
		String text = new String(this.buffer, 0, this.buffered - 1);
		boolean whole = !Character.isHighSurrogate(text.charAt(text.length() - 1));
		int end = whole ? text.length() : text.length() - 1;
		keep(text.substring(0, end));
		this.digest.update(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
		this.length += end;
		System.arraycopy(this.buffer, end, this.buffer, 0, this.buffered - end);
		this.buffered -= end;
	}

	private void keep(String text) {
		int room = MAX - this.beginning.length();
		if (room > 0) {
			this.beginning.append(text, 0, Math.min(room, text.length()));
		}
	}

	synchronized EvaluationDetails.Value value() {
		int end = (this.buffered > 0 && this.buffer[this.buffered - 1] == '\n') ? this.buffered - 1 : this.buffered;
		String rest = new String(this.buffer, 0, end);
		StringBuilder text = new StringBuilder(this.beginning);
		text.append(rest, 0, Math.min(rest.length(), MAX - text.length()));
		MessageDigest whole = copyOfDigest();
		whole.update(rest.getBytes(StandardCharsets.UTF_8));
		return new EvaluationDetails.Value(this.type, text.toString(), this.length + end,
				HexFormat.of().formatHex(whole.digest()));
	}

	private MessageDigest copyOfDigest() {
		try {
			return (MessageDigest) this.digest.clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("The digests of Java's platform can be copied", ex);
		}
	}

}
