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

import java.io.StringWriter;

import dev.replboot.runtime.PrintQuotaException;

/**
 * Keeps a printed value up to a quota.
 */
public final class ValueWriter extends StringWriter {

	private final long quota;

	private boolean truncated;

	/**
	 * Create a writer.
	 * @param quota how many characters it takes
	 */
	public ValueWriter(long quota) {
		this.quota = quota;
	}

	@Override
	public void write(int character) {
		write(String.valueOf((char) character), 0, 1);
	}

	@Override
	public void write(char[] characters, int offset, int length) {
		super.write(characters, offset, room(length));
		requireRoom(length);
	}

	@Override
	public void write(String text, int offset, int length) {
		super.write(text, offset, room(length));
		requireRoom(length);
	}

	private int room(int length) {
		int room = (int) Math.min(length, this.quota - getBuffer().length());
		this.truncated |= room < length;
		return room;
	}

	private void requireRoom(int length) {
		if (this.truncated && length > 0) {
			throw new PrintQuotaException(this.quota);
		}
	}

	/**
	 * Take the value and be ready for the next.
	 * @return the value
	 */
	public String take() {
		String value = toString();
		getBuffer().setLength(0);
		this.truncated = false;
		return value;
	}

	/**
	 * Whether there was more than the quota.
	 * @return whether there was, since the last value was taken
	 */
	public boolean isTruncated() {
		return this.truncated;
	}

}
