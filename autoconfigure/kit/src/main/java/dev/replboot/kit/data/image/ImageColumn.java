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

import java.util.Set;

/**
 * Column of a {@link TableImage}.
 *
 * @param name the exact name
 * @param type the type as the database writes it in a cast, with its modifiers; quoted
 * and qualified where it is of another schema than the database's own
 * @param nullable whether the column accepts null
 * @param generated whether the database computes the value from other columns
 * @param identity whether the database numbers the rows
 * @param key whether the column belongs to the key that identifies a row
 */
public record ImageColumn(String name, String type, boolean nullable, boolean generated, Identity identity,
		boolean key) {

	/**
	 * The name for statements.
	 * @param kind the kind of database, as in {@link TableImage#kind()}
	 * @return the quoted name
	 */
	public String quoted(String kind) {
		return Names.quoted(kind, this.name);
	}

	/**
	 * The name for people.
	 * @param kind the kind of database
	 * @return the name, quoted only where the database needs it
	 */
	public String shown(String kind) {
		return Names.shown(kind, this.name);
	}

	/**
	 * The same column, as a part of a key or not.
	 * @param names the names of the key's columns
	 * @return the column
	 */
	public ImageColumn in(Set<String> names) {
		return new ImageColumn(this.name, this.type, this.nullable, this.generated, this.identity,
				names.contains(this.name));
	}

	/**
	 * How the database numbers the rows of a column.
	 */
	public enum Identity {

		/** Not at all. */
		NONE,

		/** Unless a statement gives a value. */
		BY_DEFAULT,

		/** Unless a statement overrides it explicitly. */
		ALWAYS

	}

}
