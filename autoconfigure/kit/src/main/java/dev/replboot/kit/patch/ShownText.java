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

package dev.replboot.kit.patch;

import org.jspecify.annotations.Nullable;

/**
 * Texts in place of values.
 */
final class ShownText {

	/**
	 * Stands for what is left out.
	 */
	static final String MORE = "\u2026";

	private static final int CHARACTERS = 1000;

	private ShownText() {
	}

	/**
	 * Cut a text.
	 * @param text the text
	 * @return its beginning
	 */
	static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > CHARACTERS) ? text.substring(0, CHARACTERS) + MORE : text;
	}

	/**
	 * Say that a value can't be shown.
	 * @param ex why
	 * @return a text
	 */
	static String notShown(Throwable ex) {
		return "not shown: " + ex.getClass().getName();
	}

}
