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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A form as it goes on record. If anything of it is masked or cut, the length and the
 * SHA-256 of what ran are there as well.
 *
 * @param text what is left of the form's text
 * @param whole whether that is all of it
 * @param length the number of characters of the whole
 * @param sha256 the SHA-256 of the whole in UTF-8, in hexadecimal
 */
record RecordedForm(String text, boolean whole, int length, String sha256) {

	static RecordedForm of(String form, String masked) {
		boolean whole = masked.equals(form);
		return new RecordedForm(masked, whole, form.length(), whole ? "" : hash(form));
	}

	Map<String, Object> entries() {
		Map<String, Object> entries = new LinkedHashMap<>();
		entries.put("form", this.text);
		if (!this.whole) {
			entries.put("formLength", this.length);
			entries.put("formSha256", this.sha256);
		}
		return entries;
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
