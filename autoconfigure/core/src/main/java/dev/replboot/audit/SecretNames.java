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

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the names of secrets from others.
 */
final class SecretNames {

	static final int LONGEST = 128;

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.$*!?+\\[\\]/-]+:?");

	// what may follow a name: a quote that ends it, and a sign or a space before the
	// value
	private static final String AFTER = "[\\w.!?*$\\[\\]-]{0,64}(?:\\\\{0,8}[\"'])?\\s{0,8}(=>|==?|!=|<>|:=|:(?!:)|)\\s{0,8}";

	private final Pattern name;

	private final Pattern naming;

	SecretNames(List<String> names) {
		String any = names.isEmpty() ? "(?!)" : "(?:" + String.join("|", names) + ")";
		this.name = Pattern.compile(any, Pattern.CASE_INSENSITIVE);
		this.naming = Pattern.compile("(?:" + SecretSql.NAMES + "|" + any + ")" + AFTER, Pattern.CASE_INSENSITIVE);
	}

	/**
	 * Whether a member of an event has the name of a secret.
	 * @param text its name
	 * @return whether it is masked
	 */
	boolean isName(String text) {
		return this.name.matcher(text).find();
	}

	/**
	 * Whether a symbol or a keyword is the name of a secret; its namespace isn't looked
	 * at.
	 * @param symbol the symbol or keyword
	 * @return whether what comes next is masked
	 */
	boolean isSymbol(String symbol) {
		int slash = symbol.lastIndexOf('/');
		String last = (slash > 0 && slash < symbol.length() - 1) ? symbol.substring(slash + 1) : symbol;
		return last.length() <= LONGEST && isName(last);
	}

	/**
	 * Whether the content of a string is the name of a secret and nothing more.
	 * @param content what stands between the quotes
	 * @return whether what comes next is masked
	 */
	boolean isWord(String content) {
		return content.length() <= LONGEST && !content.startsWith("/") && WORD.matcher(content).matches()
				&& isSymbol(content);
	}

	/**
	 * Finds names in a text, and what SQL has in their place, with what may stand between
	 * them and a value. The first group is the sign.
	 * @param text the text
	 * @return finds one after the other
	 */
	Matcher naming(String text) {
		return this.naming.matcher(text);
	}

}
