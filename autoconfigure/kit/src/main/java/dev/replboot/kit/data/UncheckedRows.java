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

package dev.replboot.kit.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out whether a transaction has switched off constraints or triggers. The database
 * accepts rows then that it would refuse, and doesn't check them later.
 */
final class UncheckedRows {

	private static final List<Pattern> SWITCHES = List.of(Pattern.compile(
			"\\b(session_replication_role)\\b['\"]?\\s*(?:,|=|\\bto\\b)\\s*['\"]?replica\\b", Pattern.CASE_INSENSITIVE),
			Pattern.compile("\\b(disable\\s+trigger)\\b", Pattern.CASE_INSENSITIVE),
			Pattern.compile("\\b(foreign_key_checks|unique_checks|check_constraint_checks)\\b`?\\s*:?="
					+ "\\s*+['\"]?+(?!(?:1|on|true|default)\\b|@)", Pattern.CASE_INSENSITIVE),
			Pattern.compile("\\b(referential_integrity)\\s+(?:false|off|0)\\b", Pattern.CASE_INSENSITIVE));

	private static final String TRIGGER = "disable trigger";

	private static final String ENABLE = " If that is committed, the triggers of these tables stay disabled for everybody"
			+ " until alter table … enable trigger all.";

	private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*+'|--[^\n]*+");

	private static final Set<String> SETTINGS = Set.of("session_replication_role", "foreign_key_checks",
			"unique_checks", "check_constraint_checks");

	private final Set<String> found = new TreeSet<>();

	private boolean told;

	/**
	 * A statement is about to be executed.
	 * @param sql its text
	 */
	synchronized void executing(String sql) {
		String code = LITERAL.matcher(sql).replaceAll("''");
		for (Pattern each : SWITCHES) {
			Matcher matcher = each.matcher(each.pattern().contains("trigger") ? code : sql);
			while (matcher.find()) {
				this.found.add(matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
			}
		}
	}

	/**
	 * What should be known of the transaction.
	 * @param reverted the settings that were different at its end
	 * @return a sentence the first time if something was switched off, or else none
	 */
	synchronized List<String> notes(List<String> reverted) {
		reverted.stream().filter(SETTINGS::contains).forEach(this.found::add);
		if (this.told || this.found.isEmpty()) {
			return List.of();
		}
		this.told = true;
		String note = "Constraints or triggers were switched off (" + String.join(", ", this.found)
				+ "). The database then accepts rows that they forbid, such as references to rows that don't exist, and"
				+ " doesn't check them later. Check the rows that changed.";
		return List.of(this.found.contains(TRIGGER) ? note + ENABLE : note);
	}

}
