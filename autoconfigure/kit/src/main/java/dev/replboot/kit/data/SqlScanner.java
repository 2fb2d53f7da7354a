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

import org.jspecify.annotations.Nullable;

/**
 * Finds the words and symbols of a text of SQL, past its literals and comments, in the
 * way of the database's own scanner. It knows no grammar.
 */
final class SqlScanner {

	/**
	 * What is next.
	 */
	enum Kind {

		/**
		 * A keyword, a plain identifier or a number.
		 */
		WORD,

		/**
		 * A literal or an identifier in quotes.
		 */
		QUOTED,

		/**
		 * Any other character.
		 */
		SYMBOL,

		/**
		 * The text is over.
		 */
		END

	}

	private final String sql;

	private final SqlDialect dialect;

	private int start;

	private int position;

	SqlScanner(String sql, SqlDialect dialect) {
		this.sql = sql;
		this.dialect = dialect;
	}

	/**
	 * Go on to the next part.
	 * @return what it is
	 */
	Kind next() {
		skip();
		this.start = this.position;
		if (this.position >= this.sql.length()) {
			return Kind.END;
		}
		char character = at(this.position);
		if (character == '\'' || character == '"' || character == '`') {
			quoted(character, this.dialect.escapesWithBackslashes() && character != '`');
			return Kind.QUOTED;
		}
		if (character == '$' && this.dialect.quotesWithDollars() && dollarQuoted()) {
			return Kind.QUOTED;
		}
		if (isWord(character)) {
			return word();
		}
		this.position++;
		return Kind.SYMBOL;
	}

	/**
	 * Where the part begins.
	 * @return the index of its first character
	 */
	int start() {
		return this.start;
	}

	/**
	 * Where the part ends.
	 * @return the index behind its last character
	 */
	int end() {
		return this.position;
	}

	String text() {
		return this.sql.substring(this.start, this.position);
	}

	/**
	 * The name that the part is.
	 * @param kind what the part is
	 * @return the name as the database's server takes it, or {@code null} if it is none
	 */
	@Nullable String name(Kind kind) {
		return SqlNames.name(kind, text(), this.dialect);
	}

	/**
	 * A character of the text.
	 * @param index its index, which may be outside of the text
	 * @return the character, or 0 outside
	 */
	char at(int index) {
		return (index >= 0 && index < this.sql.length()) ? this.sql.charAt(index) : 0;
	}

	static boolean isWord(char character) {
		return character == '_' || Character.isLetterOrDigit(character) || character >= 0x80;
	}

	private Kind word() {
		while (isWord(at(this.position)) || at(this.position) == '$') {
			this.position++;
		}
		char next = at(this.position);
		boolean escapes = this.dialect == SqlDialect.POSTGRESQL && next == '\'' && text().equalsIgnoreCase("e");
		if (escapes) {
			literal(true);
			return Kind.QUOTED;
		}
		char quote = at(this.position + 1);
		boolean unicode = this.dialect != SqlDialect.MYSQL && next == '&' && (quote == '"' || quote == '\'')
				&& text().equalsIgnoreCase("u");
		if (unicode) {
			this.position++;
			if (quote == '"') {
				quoted(quote, false);
			}
			else {
				literal(false);
			}
			escapeCharacter();
		}
		return unicode ? Kind.QUOTED : Kind.WORD;
	}

	private void literal(boolean escapes) {
		do {
			quoted('\'', escapes);
		}
		while (continued());
	}

	// what follows a name or literal with codes of Unicode may say how they begin
	private void escapeCharacter() {
		int end = this.position;
		skip();
		int word = this.position;
		while (isWord(at(this.position))) {
			this.position++;
		}
		boolean clause = this.sql.substring(word, this.position).equalsIgnoreCase("uescape");
		if (clause) {
			skip();
		}
		if (clause && at(this.position) == '\'') {
			quoted('\'', false);
		}
		else {
			this.position = end;
		}
	}

	// behind the end of a line a literal goes on, in PostgreSQL with the same escapes
	private boolean continued() {
		int index = this.position;
		boolean lines = false;
		while (Character.isWhitespace(at(index))) {
			lines |= at(index) == '\n' || at(index) == '\r';
			index++;
		}
		boolean goesOn = lines && at(index) == '\'';
		if (goesOn) {
			this.position = index;
		}
		return goesOn;
	}

	// a doubled quote ends one part of the literal and begins another
	private void quoted(char quote, boolean escapes) {
		do {
			this.position++;
			while (this.position < this.sql.length() && at(this.position) != quote) {
				this.position += (escapes && at(this.position) == '\\') ? 2 : 1;
			}
			this.position = Math.min(this.position + 1, this.sql.length());
		}
		while (at(this.position) == quote);
	}

	private boolean dollarQuoted() {
		int end = this.position + 1;
		while (isWord(at(end))) {
			end++;
		}
		if (at(end) != '$' || Character.isDigit(at(this.position + 1))) {
			return false;
		}
		String tag = this.sql.substring(this.position, end + 1);
		int close = this.sql.indexOf(tag, end + 1);
		this.position = (close == -1) ? this.sql.length() : close + tag.length();
		return true;
	}

	private void skip() {
		boolean skipped = true;
		while (skipped && this.position < this.sql.length()) {
			skipped = Character.isWhitespace(at(this.position)) || isExecutedCommentEnd();
			if (skipped) {
				this.position += Character.isWhitespace(at(this.position)) ? 1 : 2;
			}
			else {
				skipped = lineComment() || executedComment() || blockComment();
			}
		}
	}

	private boolean lineComment() {
		boolean dashes = at(this.position) == '-' && at(this.position + 1) == '-'
				&& (this.dialect != SqlDialect.MYSQL || at(this.position + 2) <= ' ');
		boolean hash = this.dialect == SqlDialect.MYSQL && at(this.position) == '#';
		if (!dashes && !hash) {
			return false;
		}
		while (this.position < this.sql.length() && at(this.position) != '\n' && at(this.position) != '\r') {
			this.position++;
		}
		return true;
	}

	// MySQL executes what is in such a comment, MariaDB also what is in one with an M
	private boolean executedComment() {
		if (this.dialect != SqlDialect.MYSQL || at(this.position) != '/' || at(this.position + 1) != '*') {
			return false;
		}
		int mark = (at(this.position + 2) == 'M') ? this.position + 3 : this.position + 2;
		if (at(mark) != '!') {
			return false;
		}
		this.position = mark + 1;
		while (Character.isDigit(at(this.position))) {
			this.position++;
		}
		return true;
	}

	private boolean isExecutedCommentEnd() {
		return this.dialect == SqlDialect.MYSQL && at(this.position) == '*' && at(this.position + 1) == '/';
	}

	private boolean blockComment() {
		if (at(this.position) != '/' || at(this.position + 1) != '*') {
			return false;
		}
		this.position += 2;
		int depth = 1;
		while (depth > 0 && this.position < this.sql.length()) {
			if (at(this.position) == '*' && at(this.position + 1) == '/') {
				depth--;
				this.position += 2;
			}
			else if (this.dialect.nestsComments() && at(this.position) == '/' && at(this.position + 1) == '*') {
				depth++;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		return true;
	}

}
