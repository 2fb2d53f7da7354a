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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Tells code that may be a token, which is never evaluated, from all other. What isn't of
 * this form is no guess: editors evaluate things of their own first. Clients that read
 * forms by themselves can send it as a string alone.
 */
final class TokenCode {

	private static final Pattern TOKEN = Pattern.compile("\\s*(\"?)([0-9a-fA-F]{32})\\1\\s*");

	private TokenCode() {
	}

	/**
	 * What may be a token in code.
	 * @param code the code
	 * @return what may be one, or {@code null} if the code is something else
	 */
	static @Nullable String candidate(String code) {
		Matcher token = TOKEN.matcher(code);
		return token.matches() ? token.group(2) : null;
	}

}
