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

/**
 * The digits of a number while they come in. Bencode has one way to write each number;
 * any other is refused.
 */
final class BencodeToken {

	/**
	 * The digits of the largest long.
	 */
	private static final int MAX_DIGITS = 19;

	private final StringBuilder text = new StringBuilder();

	void begin() {
		this.text.setLength(0);
	}

	void append(int next) throws BencodeException {
		boolean digit = next >= '0' && next <= '9';
		if (!digit && !(next == '-' && this.text.isEmpty())) {
			throw new BencodeException("A number has something else than digits in it.");
		}
		if (this.text.length() > MAX_DIGITS) {
			throw new BencodeException("A number has more digits than any that is of use.");
		}
		this.text.append((char) next);
	}

	long number() throws BencodeException {
		String digits = this.text.toString();
		boolean negative = digits.startsWith("-");
		String bare = negative ? digits.substring(1) : digits;
		if (bare.isEmpty() || (bare.startsWith("0") && (bare.length() > 1 || negative))) {
			throw new BencodeException("A number is empty, begins with 0 or is a negative 0.");
		}
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException ex) {
			throw new BencodeException("A number is larger than 64 bits.");
		}
	}

	/**
	 * The number as a string's length.
	 * @param most what is left of the bound
	 * @return the length
	 * @throws BencodeException if it is no number or beyond the bound
	 */
	int length(int most) throws BencodeException {
		long number = number();
		if (number < 0 || number > most) {
			throw new BencodeException("A message is larger than it may be.");
		}
		return (int) number;
	}

}
