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

package dev.replboot.audit.chain;

/**
 * The end of a chain: what the next record follows.
 *
 * @param record the number of the last record, or 0 when there is none
 * @param hash its hash in hexadecimal
 */
public record ChainLink(long record, String hash) {

	/**
	 * Before the first record.
	 */
	public static final ChainLink START = new ChainLink(0, "0".repeat(64));

	@Override
	public String toString() {
		return this.record + ":" + this.hash;
	}

	/**
	 * Read what {@link #toString()} wrote.
	 * @param text a number, a colon and 64 hexadecimal digits
	 * @return the link
	 * @throws IllegalArgumentException if it is something else
	 */
	public static ChainLink parse(String text) {
		String trimmed = text.trim();
		int colon = trimmed.indexOf(':');
		if (colon <= 0 || !trimmed.substring(colon + 1).matches("[0-9a-f]{64}")) {
			throw new IllegalArgumentException("Not a record's number, a colon and its hash: " + trimmed);
		}
		return new ChainLink(Long.parseLong(trimmed.substring(0, colon)), trimmed.substring(colon + 1));
	}

}
