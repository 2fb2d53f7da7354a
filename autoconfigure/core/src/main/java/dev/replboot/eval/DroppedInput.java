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

import org.jspecify.annotations.Nullable;

/**
 * Counts the characters that were dropped behind a form that couldn't be read.
 */
final class DroppedInput {

	private long blank;

	private long count;

	void add(int character) {
		if (Character.isWhitespace(character)) {
			this.blank++;
		}
		else {
			this.count += this.blank + 1;
			this.blank = 0;
		}
	}

	// what stands at the end of a line is nothing that anybody misses
	boolean isBlank() {
		return this.count == 0;
	}

	boolean isOne() {
		return this.count == 1;
	}

	String words() {
		return isOne() ? "1 character" : this.count + " characters";
	}

	@Nullable String sentence(String what) {
		return isBlank() ? null : "The form couldn't be read, so " + words() + " of its " + what + " "
				+ (isOne() ? "was" : "were") + " dropped.";
	}

}
