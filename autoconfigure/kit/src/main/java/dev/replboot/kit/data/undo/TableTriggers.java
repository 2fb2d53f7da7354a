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

package dev.replboot.kit.data.undo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.settings.TriggerPrivilege;

/**
 * Which tables have triggers.
 */
final class TableTriggers {

	private static final String STANDARD = """
			select 1 from information_schema.triggers where event_object_schema = ? and event_object_table = ?""";

	// without those of foreign keys and deferred unique keys, with those that a partition
	// has from its table
	private static final String POSTGRESQL = """
			select 1 from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = ? and c.relname = ? and not (t.tgisinternal and t.tgconstraint <> 0)""";

	// a table may have triggers if nobody may look
	private static final String MARIADB = STANDARD + " union all select 1 from dual where not exists ("
			+ TriggerPrivilege.SELECT + ")";

	private final Connection connection;

	private final Map<TableId, Boolean> found = new HashMap<>();

	TableTriggers(Connection connection) {
		this.connection = connection;
	}

	boolean has(TableImage table) throws SQLException {
		Boolean has = this.found.get(table.id());
		if (has == null) {
			has = find(table);
			this.found.put(table.id(), has);
		}
		return has;
	}

	private boolean find(TableImage table) throws SQLException {
		String schema = table.id().schema();
		String name = table.id().name();
		return switch (table.kind()) {
			case "postgresql" -> CatalogLookup.finds(this.connection, POSTGRESQL, schema, name);
			case "mariadb" -> CatalogLookup.finds(this.connection, MARIADB, schema, name, schema, schema, name);
			default -> CatalogLookup.finds(this.connection, STANDARD, schema, name);
		};
	}

}
