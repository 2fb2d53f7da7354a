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

import java.util.stream.IntStream;

import dev.replboot.runtime.stop.HostPollSite;

/**
 * Lets the regular expression engine, which has no polls of its own, be stopped at each
 * character it looks at.
 */
class PolledCharSequence implements CharSequence {

	private final CharSequence characters;

	private PolledCharSequence(CharSequence characters) {
		this.characters = characters;
	}

	static CharSequence of(CharSequence characters) {
		// null is for the replaced method to complain about
		return (characters == null || characters instanceof PolledCharSequence) ? characters
				: ((characters instanceof String string) ? new OfString(string) : new PolledCharSequence(characters));
	}

	@Override
	public char charAt(int index) {
		HostPollSite.poll();
		return this.characters.charAt(index);
	}

	@Override
	public int length() {
		return this.characters.length();
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.characters.subSequence(start, end);
	}

	@Override
	public IntStream chars() {
		return this.characters.chars();
	}

	@Override
	public String toString() {
		return this.characters.toString();
	}

	/**
	 * The usual case, without a virtual call for each character.
	 */
	private static final class OfString extends PolledCharSequence {

		private final String string;

		private OfString(String string) {
			super(string);
			this.string = string;
		}

		@Override
		public char charAt(int index) {
			HostPollSite.poll();
			return this.string.charAt(index);
		}

		@Override
		public int length() {
			return this.string.length();
		}

	}

}
