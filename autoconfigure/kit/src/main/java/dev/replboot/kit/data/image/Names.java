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

package dev.replboot.kit.data.image;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Identifiers as each kind of database writes them.
 */
final class Names {

	private static final Pattern LOWER = Pattern.compile("[a-z_][a-z0-9_]*");

	private static final Pattern UPPER = Pattern.compile("[A-Z_][A-Z0-9_]*");

	// https://www.postgresql.org/docs/current/sql-keywords-appendix.html, the words that
	// can't name a table without quotes
	private static final Set<String> RESERVED = Set.of("all", "analyse", "analyze", "and", "any", "array", "as", "asc",
			"asymmetric", "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast",
			"char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint",
			"create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
			"current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct", "do",
			"else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from",
			"full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout",
			"int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "key", "lateral", "leading",
			"least", "left", "like", "limit", "localtime", "localtimestamp", "minus", "national", "natural", "nchar",
			"none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order",
			"out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary", "qualify", "real",
			"references", "returning", "right", "row", "rownum", "select", "session_user", "setof", "similar",
			"smallint", "some", "substring", "symmetric", "system_user", "table", "tablesample", "then", "time",
			"timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "value",
			"values", "varchar", "variadic", "verbose", "when", "where", "window", "with");

	private Names() {
	}

	/**
	 * An identifier in quotes, for statements.
	 * @param kind the kind of database
	 * @param name the exact name
	 * @return the quoted name
	 */
	static String quoted(String kind, String name) {
		String quote = isMySql(kind) ? "`" : "\"";
		return quote + name.replace(quote, quote + quote) + quote;
	}

	/**
	 * An identifier for people: quoted only where the database would take the bare name
	 * for another one.
	 * @param kind the kind of database
	 * @param name the exact name
	 * @return the name; in lower case if the database writes bare names in upper case
	 */
	static String shown(String kind, String name) {
		if (isMySql(kind)) {
			return name;
		}
		if ("h2".equals(kind)) {
			String folded = name.toLowerCase(Locale.ROOT);
			return (UPPER.matcher(name).matches() && !RESERVED.contains(folded)) ? folded : quoted(kind, name);
		}
		return (LOWER.matcher(name).matches() && !RESERVED.contains(name)) ? name : quoted(kind, name);
	}

	private static boolean isMySql(String kind) {
		return "mysql".equals(kind) || "mariadb".equals(kind);
	}

}
