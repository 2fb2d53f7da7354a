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
import java.util.Set;

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

	// The scanner is within a comment that is executed.
	private boolean executed;

	// Some versions of the server execute these comments.
	private final Set<String> versions = new HashSet<>();

	private final boolean skipping;

	SqlScanner(String sql, SqlDialect dialect) {
		this(sql, dialect, false);
	}

	/**
	 * Create it.
	 * @param sql the text
	 * @param dialect the database's own way to write statements
	 * @param skipping whether to skip comments that only some servers execute
	 */
	SqlScanner(String sql, SqlDialect dialect, boolean skipping) {
		this.sql = sql;
		this.dialect = dialect;
		this.skipping = skipping;
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
		if (beginsWord(character)) {
			return word();
		}
		this.position++;
		return Kind.SYMBOL;
	}

	/**
	 * The versions of comments that some versions of the server execute and others don't.
	 * @return the versions so far
	 */
	Set<String> versions() {
		return this.versions;
	}

	/**
	 * Whether what is next is in a comment that the server executes.
	 * @return whether it is
	 */
	boolean isExecuted() {
		return this.executed;
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

	// A hash is part of a name in some modes of H2, and nothing in the others.
	private boolean beginsWord(char character) {
		return isWord(character) || character == '#' && this.dialect == SqlDialect.H2;
	}

	private boolean isPartOfWord(int index) {
		char character = at(index);
		// To H2, a control character is a space only where no name is.
		boolean control = this.dialect == SqlDialect.H2 && index < this.sql.length()
				&& Character.isIdentifierIgnorable(character);
		return control || (beginsWord(character) || character == '$') && !isSpace(index);
	}

	private Kind word() {
		while (isPartOfWord(this.position)) {
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

	// What follows a name or literal with codes of Unicode may say how they begin.
	private void escapeCharacter() {
		int end = this.position;
		skip();
		int word = this.position;
		while (isWord(at(this.position)) && !isSpace(this.position)) {
			this.position++;
		}
		boolean clause = this.sql.substring(word, this.position).equalsIgnoreCase("uescape");
		if (clause) {
			skip();
			clause = constant();
		}
		this.position = clause ? this.position : end;
	}

	// It is any literal of one character.
	private boolean constant() {
		char first = Character.toLowerCase(at(this.position));
		char second = at(this.position + 1);
		if (first == '$') {
			return dollarQuoted();
		}
		int quote = (first == 'e' && second == '\'') ? 1
				: (first == 'u' && second == '&' && at(this.position + 2) == '\'') ? 2 : 0;
		if (at(this.position + quote) != '\'') {
			return false;
		}
		this.position += quote;
		literal(quote == 1);
		return true;
	}

	// Behind the end of a line a literal goes on, in PostgreSQL with the same escapes.
	private boolean continued() {
		int index = this.position;
		boolean lines = false;
		boolean skipped = true;
		while (skipped) {
			lines |= at(index) == '\n' || at(index) == '\r';
			skipped = isSpace(index);
			if (skipped) {
				index++;
			}
			else if (at(index) == '-' && at(index + 1) == '-') {
				index = lineEnd(index);
				skipped = true;
			}
		}
		boolean goesOn = lines && at(index) == '\'';
		if (goesOn) {
			this.position = index;
		}
		return goesOn;
	}

	// A doubled quote ends one part of the literal and begins another.
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
		// H2 knows no tags
		while (this.dialect != SqlDialect.H2 && isWord(at(end))) {
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

	private boolean isSpace(int index) {
		return index < this.sql.length() && this.dialect.isSpace(this.sql.charAt(index));
	}

	private void skip() {
		boolean skipped = true;
		while (skipped && this.position < this.sql.length()) {
			skipped = isSpace(this.position);
			if (skipped) {
				this.position++;
			}
			else {
				skipped = executedCommentEnd() || lineComment() || executedComment() || blockComment();
			}
		}
	}

	private boolean lineComment() {
		char first = at(this.position);
		char third = at(this.position + 2);
		boolean twice = first == at(this.position + 1);
		boolean begins = switch (this.dialect) {
			case MYSQL -> first == '#' || first == '-' && twice && (third <= ' ' || third == 0x7f);
			case H2 -> twice && (first == '-' || first == '/');
			default -> twice && first == '-';
		};
		if (begins) {
			this.position = lineEnd(this.position);
		}
		return begins;
	}

	private int lineEnd(int begin) {
		int end = begin;
		while (end < this.sql.length() && at(end) != '\n' && (at(end) != '\r' || this.dialect == SqlDialect.MYSQL)) {
			end++;
		}
		return end;
	}

	// MySQL executes what is in such a comment, MariaDB also what is in one with an M.
	// Where it has a number, some versions do.
	private boolean executedComment() {
		if (this.dialect != SqlDialect.MYSQL || at(this.position) != '/' || at(this.position + 1) != '*') {
			return false;
		}
		boolean ofMariaDb = at(this.position + 2) == 'M';
		int mark = ofMariaDb ? this.position + 3 : this.position + 2;
		if (at(mark) != '!') {
			return false;
		}
		int end = mark + 1;
		while (Character.isDigit(at(end))) {
			end++;
		}
		String version = this.sql.substring(this.position + 2, end);
		if (!version.equals("!")) {
			this.versions.add(version);
			if (this.skipping) {
				return blockComment();
			}
		}
		this.position = end;
		this.executed = true;
		return true;
	}

	// It ends nothing where none is open.
	private boolean executedCommentEnd() {
		boolean ends = this.executed && at(this.position) == '*' && at(this.position + 1) == '/';
		if (ends) {
			this.executed = false;
			this.position += 2;
		}
		return ends;
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
