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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table by its exact name.
 *
 * @param schema its schema
 * @param name its name
 */
record TableName(String schema, String name) {

	/**
	 * The name for people.
	 * @param connection what is connected to the database
	 * @return with the schema, unless that is the current one
	 * @throws SQLException if the current one can't be told
	 */
	String words(Connection connection) throws SQLException {
		return this.schema.equals(connection.getSchema()) ? plain(this.name)
				: plain(this.schema) + "." + plain(this.name);
	}

	/**
	 * A name for people: databases that make names upper-case don't mean it.
	 * @param name the exact name
	 * @return the name in lower case, unless it has small letters that mean something
	 */
	static String plain(String name) {
		return name.equals(name.toUpperCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name;
	}

	/**
	 * The name for statements.
	 * @param connection what is connected to the database
	 * @return quoted
	 * @throws SQLException if the quotes can't be told
	 */
	String quoted(Connection connection) throws SQLException {
		return quote(connection, this.schema) + "." + quote(connection, this.name);
	}

	static String quote(Connection connection, String identifier) throws SQLException {
		String quote = connection.getMetaData().getIdentifierQuoteString().trim();
		return quote + (quote.isEmpty() ? identifier : identifier.replace(quote, quote + quote)) + quote;
	}

	/**
	 * The columns of the primary key.
	 * @param connection what is connected to the database
	 * @return their exact names, in the key's order; empty if there is no key
	 * @throws SQLException if they can't be told
	 */
	List<String> primaryKey(Connection connection) throws SQLException {
		Map<Integer, String> columns = new TreeMap<>();
		// what others call a schema is a catalog in MySQL
		boolean catalog = SqlDialect.of(connection) == SqlDialect.MYSQL;
		try (ResultSet keys = connection.getMetaData()
			.getPrimaryKeys(catalog ? this.schema : null, catalog ? null : this.schema, this.name)) {
			while (keys.next()) {
				columns.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
			}
		}
		return new ArrayList<>(columns.values());
	}

}
