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

	private final MessageDigest digest = sha256();

	private final StringBuilder beginning = new StringBuilder();

	private final @Nullable String type;

	private long length;

	// the end of what was printed: a line's end that may be the last, or half a character
	private String held = "";

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

	synchronized void add(String text) {
		if (text.isEmpty()) {
			return;
		}
		String all = this.held + text;
		char last = all.charAt(all.length() - 1);
		int end = (last == '\n' || Character.isHighSurrogate(last)) ? all.length() - 1 : all.length();
		take(all.substring(0, end));
		this.held = all.substring(end);
	}

	private void take(String text) {
		this.length += text.length();
		this.digest.update(text.getBytes(StandardCharsets.UTF_8));
		int room = MAX - this.beginning.length();
		if (room > 0) {
			this.beginning.append(text, 0, Math.min(room, text.length()));
		}
	}

	synchronized EvaluationDetails.Value value() {
		return new EvaluationDetails.Value(this.type, this.beginning.toString(), this.length,
				HexFormat.of().formatHex(copyOfDigest()));
	}

	private byte[] copyOfDigest() {
		try {
			return ((MessageDigest) this.digest.clone()).digest();
		}
		catch (CloneNotSupportedException ex) {
			return this.digest.digest();
		}
	}

}
