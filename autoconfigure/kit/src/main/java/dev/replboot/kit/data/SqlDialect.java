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

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How a database tells literals and comments from the rest of a statement.
 */
enum SqlDialect {

	/**
	 * PostgreSQL: nested comments, dollar quotes with tags, escapes in {@code E''} alone.
	 *
	 * @see <a href=
	 * "https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical
	 * Structure</a>
	 */
	POSTGRESQL(true, true, false),

	/**
	 * H2: nested comments, line comments with slashes, dollar quotes without tags.
	 *
	 * @see <a href="https://www.h2database.com/html/grammar.html#comment">SQL Grammar</a>
	 */
	H2(true, true, false),

	/**
	 * MySQL and MariaDB: backslashes escape, comments that are executed.
	 *
	 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/comments.html">Comments</a>
	 */
	MYSQL(false, false, true),

	/**
	 * Any other: as the standard says.
	 */
	STANDARD(false, false, false);

	private final boolean nestedComments;

	private final boolean dollarQuotes;

	private final boolean backslashes;

	SqlDialect(boolean nestedComments, boolean dollarQuotes, boolean backslashes) {
		this.nestedComments = nestedComments;
		this.dollarQuotes = dollarQuotes;
		this.backslashes = backslashes;
	}

	static SqlDialect of(Connection connection) throws SQLException {
		return of(connection.getMetaData().getDatabaseProductName());
	}

	/**
	 * The dialect of a product.
	 * @param product its name, as JDBC and R2DBC give it
	 * @return the dialect
	 */
	static SqlDialect of(String product) {
		return switch (product) {
			case "PostgreSQL" -> POSTGRESQL;
			case "H2" -> H2;
			case "MySQL", "MariaDB" -> MYSQL;
			default -> STANDARD;
		};
	}

	/**
	 * Whether a character only separates others.
	 * @param character the character
	 * @return whether the database's server takes it for a space
	 */
	boolean isSpace(char character) {
		return switch (this) {
			case H2 -> character <= ' ' || Character.isSpaceChar(character);
			case POSTGRESQL, MYSQL -> character == ' ' || (character >= '\t' && character <= '\r');
			case STANDARD -> Character.isWhitespace(character);
		};
	}

	boolean nestsComments() {
		return this.nestedComments;
	}

	boolean quotesWithDollars() {
		return this.dollarQuotes;
	}

	boolean escapesWithBackslashes() {
		return this.backslashes;
	}

}
