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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.replboot.kit.data.PostgresTouched.Relation;

/**
 * What a transaction has changed in PostgreSQL's own tables: large objects, whose bytes
 * nobody compares, and definitions, which are no rows of the application.
 */
final class PostgresDefinitions {

	private static final Set<String> LARGE_OBJECTS = Set.of("pg_largeobject", "pg_largeobject_metadata");

	// A table is named already where it is made, dropped or altered as a whole.
	private static final Set<String> TABLES = Set.of("pg_class", "pg_attribute", "pg_type", "pg_depend", "pg_index",
			"pg_attrdef", "pg_constraint", "pg_sequence", "pg_namespace", "pg_inherits", "pg_shdepend", "pg_rewrite");

	// Tables, materialized views and partitioned tables have these kinds.
	private static final Set<String> ROWS = Set.of("r", "m", "p");

	private static final Set<String> INDEXES = Set.of("i", "I");

	private PostgresDefinitions() {
	}

	/**
	 * Tell of them.
	 * @param catalogs the tables that were written to
	 * @param relations what the transaction has locked
	 * @param collector learns of it
	 */
	static void tell(List<String> catalogs, List<Relation> relations, ChangeCollector collector) {
		if (catalogs.stream().anyMatch(LARGE_OBJECTS::contains)) {
			collector.unseen("Large objects were changed (lo_put, lo_unlink, …): their bytes can't be compared.");
		}
		boolean named = relations.stream().anyMatch(PostgresDefinitions::isNamed);
		List<String> rest = new ArrayList<>(catalogs);
		rest.removeAll(LARGE_OBJECTS);
		if (named) {
			rest.removeAll(TABLES);
		}
		if (!rest.isEmpty()) {
			collector.note("Definitions were changed as well, as by create, alter, drop, grant or comment ("
					+ String.join(", ", rest) + "). They don't count, and undo! leaves them.");
		}
	}

	private static boolean isNamed(Relation relation) {
		String kind = relation.found().kind();
		if (INDEXES.contains(kind)) {
			// its table is locked with it, unless it is new
			return relation.exclusive() && relation.before();
		}
		return ROWS.contains(kind) && (relation.exclusive() || !relation.before() || !relation.after());
	}

}
