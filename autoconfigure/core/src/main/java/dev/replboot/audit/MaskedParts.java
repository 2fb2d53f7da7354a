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

package dev.replboot.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of a text that are to be masked.
 */
final class MaskedParts {

	private final String text;

	private int end;

	private final List<Part> parts = new ArrayList<>();

	MaskedParts(String text) {
		this.text = text;
		this.end = text.length();
	}

	String text() {
		return this.text;
	}

	void add(int from, int to) {
		if (from < to) {
			this.parts.add(new Part(from, to));
		}
	}

	/**
	 * What comes after hasn't been looked at, and isn't shown.
	 * @param to where looking has ended
	 */
	void endAt(int to) {
		this.end = Math.min(this.end, to);
	}

	int size() {
		return this.parts.size();
	}

	/**
	 * The text with a mask for each part.
	 * @param most how many characters at most, from the beginning
	 * @return the text
	 */
	String masked(int most) {
		StringBuilder masked = new StringBuilder(Math.min(most, this.text.length()) + Masking.MASK.length());
		this.parts.sort(Comparator.comparingInt(Part::from));
		int at = 0;
		for (Part part : this.parts) {
			if (masked.length() >= most) {
				break;
			}
			// what overlaps is one
			if (part.from() >= at) {
				masked.append(this.text, at, part.from()).append(Masking.MASK);
			}
			at = Math.max(at, part.to());
		}
		if (masked.length() < most) {
			masked.append(this.text, at, Math.max(at, Math.min(this.end, at + most - masked.length())));
		}
		return cut(masked, most);
	}

	private static String cut(StringBuilder text, int most) {
		int end = Math.min(text.length(), most);
		// not through the middle of a character
		if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end);
	}

	/**
	 * A part.
	 *
	 * @param from where it begins
	 * @param to where it is over
	 */
	private record Part(int from, int to) {

	}

}
