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

package dev.replboot.endpoint.web;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleText;

/**
 * Makes a name that was tried without success fit for the audit log. People type a
 * password where the name belongs; so what looks more like a password than like a name is
 * masked. A password that looks like a name can't be told from one.
 */
final class AttemptedName {

	private static final int MAX_LENGTH = 64;

	private static final String MASK = "******";

	// no user names have them, other than @ . _ - + \\ / and the like
	private static final Pattern OF_PASSWORDS = Pattern.compile("[!\"#$%&'()*,;<=>?\\[\\]^`{|}~]");

	// as generators make them
	private static final Pattern MIXED = Pattern.compile("(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[0-9a-zA-Z]{10,}");

	private AttemptedName() {
	}

	static @Nullable String show(@Nullable String name) {
		if (name == null) {
			return null;
		}
		String cut = (name.length() <= MAX_LENGTH) ? name : name.substring(0, MAX_LENGTH) + "…";
		String shown = VisibleText.line(cut);
		// nobody types what has to be escaped: that is an attack, and worth being seen
		return (shown.equals(cut) && looksLikePassword(name)) ? MASK : shown;
	}

	private static boolean looksLikePassword(String name) {
		return OF_PASSWORDS.matcher(name).find() || MIXED.matcher(name).matches();
	}

}
