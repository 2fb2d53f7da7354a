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

package dev.replboot.runtime.hook;

import org.jspecify.annotations.Nullable;

/**
 * How much a format pads at least.
 *
 * @see java.util.Formatter
 */
final class FormatWidths {

	private static final int ENOUGH = 10;

	private FormatWidths() {
	}

	/**
	 * Add the widths and precisions of a format up.
	 * @param format the format
	 * @return bytes that the text needs twice: while it is made, and as a string
	 */
	static long of(@Nullable String format) {
		// the usual case
		if (format == null || format.indexOf('%') < 0) {
			return 0;
		}
		long sum = 0;
		for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', at + 1)) {
			sum += of(format, at + 1);
		}
		return 2 * sum;
	}

	private static long of(String format, int start) {
		long sum = 0;
		long number = 0;
		int digits = 0;
		for (int i = start; i < format.length() && !Character.isLetter(format.charAt(i)); i++) {
			char character = format.charAt(i);
			if (character >= '0' && character <= '9') {
				number = (digits++ < ENOUGH) ? 10 * number + (character - '0') : Integer.MAX_VALUE;
				continue;
			}
			// what stands before the dollar is the place of an argument
			sum += (character == '$') ? 0 : number;
			number = 0;
			digits = 0;
			if (character == '%') {
				break;
			}
		}
		return sum + number;
	}

}
