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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A form as it goes on record: cut when it is long, with the length and the SHA-256 of
 * the whole.
 *
 * @param text the form's text, cut
 * @param length the number of characters of the whole
 * @param sha256 the SHA-256 of the whole in UTF-8, in hexadecimal
 */
record RecordedForm(String text, int length, String sha256) {

	private static final int MAX = 8192;

	static RecordedForm of(String form) {
		if (form.length() <= MAX) {
			return new RecordedForm(form, form.length(), "");
		}
		return new RecordedForm(form.substring(0, MAX), form.length(), hash(form));
	}

	Map<String, Object> entries() {
		if (this.sha256.isEmpty()) {
			return Map.of("form", this.text);
		}
		return Map.of("form", this.text, "formLength", this.length, "formSha256", this.sha256);
	}

	private static String hash(String form) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(form.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
