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

/**
 * Table by its exact name.
 *
 * @param schema the schema as the database writes it; in MySQL the database's name
 * @param name the name as the database writes it
 */
public record TableId(String schema, String name) {

	/**
	 * The qualified name for statements: both parts are always quoted.
	 * @param kind the kind of database, as in {@link TableImage#kind()}
	 * @return the quoted name
	 */
	public String quoted(String kind) {
		return Names.quoted(kind, this.schema) + "." + Names.quoted(kind, this.name);
	}

	/**
	 * The name for people, of a database of a given kind.
	 * @param kind the kind of database
	 * @param currentSchema the schema whose name is left out
	 * @return the name, quoted only where the database needs it
	 */
	public String shown(String kind, String currentSchema) {
		String shown = Names.shown(kind, this.name);
		return this.schema.equals(currentSchema) ? shown : Names.shown(kind, this.schema) + "." + shown;
	}

	/**
	 * The name for people, by the rules of PostgreSQL.
	 * @param currentSchema the schema whose name is left out
	 * @return the name, quoted only where the database needs it
	 */
	public String shown(String currentSchema) {
		return shown("postgresql", currentSchema);
	}

	@Override
	public String toString() {
		return Names.shown("postgresql", this.schema) + "." + Names.shown("postgresql", this.name);
	}

}
