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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks the passwords that stand in URLs: what is between a user's name and the host.
 */
final class UrlPasswords {

	private static final Pattern SCHEME = Pattern.compile("(?<![\\w+.-])[A-Za-z][A-Za-z0-9+.-]{0,40}+://");

	// jdbc:oracle:thin:scott/tiger@//host, where the password may be quoted
	private static final Pattern ORACLE = Pattern
		.compile("(?i)(jdbc:oracle:[a-z0-9]{1,16}:[^/@\\s\"]{0,128}/)(?:\"[^\"]{0,128}\"|[^\\s\"@]{1,128})(?=@)");

	private static final Pattern PORT = Pattern.compile("[0-9,:\\[\\]A-Za-z.-]*?:[0-9]{1,5}");

	/**
	 * Names of users are shorter than this; what stands alone and is longer is a token.
	 */
	private static final int TOKEN = 20;

	private UrlPasswords() {
	}

	/**
	 * Mask the passwords in a text.
	 * @param text the text
	 * @return the text without them
	 */
	static String mask(String text) {
		if (!text.contains("@")) {
			return text;
		}
		Matcher scheme = SCHEME.matcher(text);
		StringBuilder masked = new StringBuilder();
		int copied = 0;
		while (scheme.find()) {
			int from = scheme.end();
			int sign = endOfUser(text, from);
			int secret = beginOfSecret(text, from, sign);
			if (from >= copied && secret < sign) {
				masked.append(text, copied, secret).append(Masking.MASK);
				copied = sign;
			}
		}
		masked.append(text, copied, text.length());
		return ORACLE.matcher(masked).replaceAll((match) -> Matcher.quoteReplacement(match.group(1) + Masking.MASK));
	}

	// the sign that ends user and password, or where they would begin if there are none
	private static int endOfUser(String text, int from) {
		int end = from;
		int authority = -1;
		while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '"') {
			if (authority < 0 && "/?#".indexOf(text.charAt(end)) >= 0) {
				authority = end;
			}
			end++;
		}
		authority = (authority < 0) ? end : authority;
		int sign = text.lastIndexOf('@', authority - 1);
		if (sign < from && text.substring(from, authority).contains(":")
				&& !PORT.matcher(text.substring(from, authority)).matches()) {
			// a password with a slash, which should have been escaped
			sign = text.lastIndexOf('@', end - 1);
		}
		return Math.max(sign, from);
	}

	private static int beginOfSecret(String text, int from, int sign) {
		int colon = text.indexOf(':', from);
		if (colon >= 0 && colon < sign) {
			return (colon - from < TOKEN) ? colon + 1 : from;
		}
		return (sign - from < TOKEN) ? sign : from;
	}

}
