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

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names of the settings that statements of MySQL and MariaDB set.
 */
final class MySqlSettings {

	private final SqlScanner scanner;

	private final Set<String> names = new HashSet<>();

	// The scanner is within a statement that sets something.
	private boolean setting;

	// The statement is set statement … for.
	private boolean statement;

	// What is next is the name of a setting, and not a value.
	private boolean naming;

	private int parentheses;

	private MySqlSettings(String sql) {
		this.scanner = new SqlScanner(sql, SqlDialect.MYSQL);
	}

	/**
	 * Find the names.
	 * @param sql one statement, or the body of a routine
	 * @return the names in lower case, and the words before them such as {@code global};
	 * variables of the user aren't there
	 */
	static Set<String> in(String sql) {
		return new MySqlSettings(sql).read();
	}

	private Set<String> read() {
		boolean first = true;
		boolean variable = false;
		for (SqlScanner.Kind kind = this.scanner.next(); kind != SqlScanner.Kind.END; kind = this.scanner.next()) {
			String text = this.scanner.text().toLowerCase(Locale.ROOT);
			if (kind == SqlScanner.Kind.WORD && text.equals("set")) {
				begin();
				first = true;
				continue;
			}
			if (kind == SqlScanner.Kind.SYMBOL) {
				boolean twice = text.equals("@") && this.scanner.at(this.scanner.end()) == '@';
				if (twice) {
					// It is a variable of the system.
					this.scanner.next();
				}
				variable = text.equals("@") && !twice;
				symbol(text);
			}
			else if (this.setting && this.statement && this.parentheses == 0 && text.equals("for")) {
				this.setting = false;
			}
			else if (this.setting && this.naming) {
				name(kind, text, first, variable);
				variable = false;
			}
			first = false;
		}
		return this.names;
	}

	private void begin() {
		this.setting = true;
		this.statement = false;
		this.naming = true;
		this.parentheses = 0;
	}

	private void symbol(String text) {
		switch (text) {
			case "(" -> this.parentheses++;
			case ")" -> this.parentheses--;
			case "=", ":" -> this.naming = false;
			case "," -> this.naming |= this.parentheses == 0;
			case ";" -> this.setting = false;
			default -> {
			}
		}
	}

	private void name(SqlScanner.Kind kind, String text, boolean first, boolean variable) {
		if (first && text.equals("statement")) {
			this.statement = true;
		}
		else if (!variable && (kind == SqlScanner.Kind.WORD || text.charAt(0) != '\'')) {
			// A text in "…" is a name under ANSI_QUOTES, so it counts as well.
			boolean quoted = kind == SqlScanner.Kind.QUOTED && text.length() > 1;
			this.names.add(quoted ? text.substring(1, text.length() - 1) : text);
		}
	}

}
