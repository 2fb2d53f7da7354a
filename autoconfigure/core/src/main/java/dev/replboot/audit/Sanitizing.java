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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

import dev.replboot.api.Internal;

/**
 * Decides what of a property's value is shown. The application's own rules come first.
 * Beyond them, the value of a name that looks like that of a secret is masked whole, and
 * in every other value the passwords of URLs and what follows such a name.
 */
@Internal
public final class Sanitizing {

	// beside those of the record: what is certain to be a name may be judged by less
	private static final String NAMES = "passphrase|authorization|private|key$|(?:^|[._-]|db|user)pass$"
			+ "|(?:[._-]|db|user)pwd$";

	// may hold anything, as Spring Boot's own list has them
	private static final String CONTAINERS = "^sun\\.java\\.command$|^spring[._]application[._]json$"
			+ "|^vcap_services$|^vcap\\.services\\.";

	// in connection strings, options and JSON
	private static final String PARAMETERS = "passphrase|authorization|(?:account|access|accesskey|shared|license)key"
			+ "|(?<![a-z])(?:pass|pwd|sig|signature)(?![a-z])|(?:db|user)(?:pass|pwd)";

	private static final String VALUE = "(?:\"(?:[^\"\\\\]|\\\\.){0,2048}+\"|\\{[^}]{0,512}\\}"
			+ "|(?:(?:Basic|Bearer)\\s{1,8})?[^\\s&;,)\\]}\"']{1,4096}+)";

	// the shell's working folders, and no passwords
	private static final Set<String> FOLDERS = Set.of("PWD", "OLDPWD");

	private static final String PEM = "PRIVATE KEY-----";

	private final Rule rule;

	private final Pattern secret;

	private final Pattern named;

	private final Pattern options;

	/**
	 * Create the rules.
	 * @param rule the application's own
	 * @param secrets regular expressions; a property that has a match of one is a secret,
	 * whatever the case
	 */
	public Sanitizing(Rule rule, List<String> secrets) {
		this.rule = rule;
		String own = secrets.isEmpty() ? "(?!)" : String.join("|", secrets);
		this.secret = Pattern.compile(Masking.NAMES + "|" + NAMES + "|" + CONTAINERS + "|" + own,
				Pattern.CASE_INSENSITIVE);
		String names = "[\\w.-]{0,64}?(?:" + Masking.NAMES + "|" + PARAMETERS + "|" + own + ")[\\w.-]{0,64}+";
		this.named = Pattern.compile("(?<![\\w.-])(?<!://)(" + names + "[\"']?\\s{0,8}[=:]\\s{0,8})" + VALUE,
				Pattern.CASE_INSENSITIVE);
		// --token abc
		this.options = Pattern.compile("(?<![\\w.-])(-{1,2}+" + names + "\\s{1,8})(?!-)" + VALUE,
				Pattern.CASE_INSENSITIVE);
	}

	/**
	 * Show a property.
	 * @param source where its value is from
	 * @param key its name there
	 * @param value its value
	 * @return what may be shown of it, or {@code null} if the value is
	 */
	public @Nullable String property(PropertySource<?> source, String key, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		Object decided = this.rule.apply(source, key, value);
		if (!value.equals(decided)) {
			return (decided != null) ? decided.toString() : null;
		}
		return isSecret(key) ? Masking.MASK : text(value.toString());
	}

	// names that are spelled another way are the same to Spring Boot's binder
	private boolean isSecret(String key) {
		if (FOLDERS.contains(key)) {
			return false;
		}
		return this.secret.matcher(key).find() || this.secret.matcher(key.replaceAll("[_-]", "")).find();
	}

	/**
	 * Show a text that may hold secrets, such as an option or a connection string.
	 * @param text the text
	 * @return the text without them
	 */
	public String text(String text) {
		if (text.contains(PEM)) {
			return Masking.MASK;
		}
		return mask(this.options, mask(this.named, UrlPasswords.mask(text)));
	}

	private static String mask(Pattern pattern, String text) {
		return pattern.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(match.group(1) + Masking.MASK));
	}

	/**
	 * What the application says about its properties.
	 */
	@FunctionalInterface
	public interface Rule {

		/**
		 * Show everything.
		 */
		Rule NONE = (source, key, value) -> value;

		/**
		 * Decide about a value.
		 * @param source where it is from
		 * @param key the property's name
		 * @param value the value
		 * @return the same, or what is shown in its place
		 */
		@Nullable Object apply(PropertySource<?> source, String key, Object value);

	}

}
