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

/**
 * A form that couldn't be read.
 *
 * @param text what was consumed of it
 * @param byStop whether a stop ended reading; one that comes after the reader's error
 * changes nothing
 * @param fromCode whether code that was evaluated has read it from the input, as
 * {@code (read)} does
 * @param readerRan whether the reader itself has run code, or may have, for what it had
 * read until then
 */
record UnreadableForm(String text, boolean byStop, boolean fromCode, boolean readerRan) {

	/**
	 * Say what was not evaluated.
	 * @return a sentence
	 */
	String sentence() {
		String what = this.fromCode ? "Nothing of the form that was read from the input was evaluated"
				: "Nothing of this form was evaluated";
		if (!this.readerRan) {
			return what + ".";
		}
		return what + ", except for what the reader " + (this.fromCode ? "may have run" : "ran")
				+ " itself (#=, a tag or a constructor).";
	}

}
