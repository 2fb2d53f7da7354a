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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Tables of PostgreSQL as its catalog describes them.
 */
final class PostgresImages {

	// the key is the primary one, or else a unique one whose columns are never null
	private static final String COLUMNS = """
			select n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), not a.attnotnull,
			a.attgenerated <> '', a.attidentity::text, coalesce(a.attnum = any(k.columns), false)
			from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
			join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			left join lateral (
			  select (i.indkey::int2[])[0:i.indnkeyatts - 1] as columns from pg_catalog.pg_index i
			  where i.indrelid = c.oid and i.indisvalid and i.indpred is null and i.indexprs is null
			  and (i.indisprimary or i.indisunique and not exists (select 1 from pg_catalog.pg_attribute x
			    where x.attrelid = c.oid and x.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1])
			    and not x.attnotnull))
			  order by not i.indisprimary, i.indnkeyatts, i.indexrelid limit 1) k on true
			where a.attrelid = cast(? as oid) and a.attnum > 0 and not a.attisdropped order by a.attnum""";

	private PostgresImages() {
	}

	/**
	 * Describe a table.
	 * @param connection what sees it, whose search path has nothing but the database's
	 * own schema, so that types of others come with theirs
	 * @param oid its number
	 * @return the description
	 * @throws SQLException if it can't be read
	 */
	static TableImage of(Connection connection, long oid) throws SQLException {
		TableId id = null;
		List<ImageColumn> columns = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
			statement.setString(1, Long.toString(oid));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					id = new TableId(set.getString(1), set.getString(2));
					columns.add(new ImageColumn(set.getString(3), set.getString(4), set.getBoolean(5),
							set.getBoolean(6), identity(set.getString(7)), set.getBoolean(8)));
				}
			}
		}
		if (id == null) {
			id = new TableId("", Long.toString(oid));
		}
		return new TableImage("postgresql", id, columns, columns.stream().anyMatch(ImageColumn::key));
	}

	private static ImageColumn.Identity identity(String text) {
		return switch (text) {
			case "a" -> ImageColumn.Identity.ALWAYS;
			case "d" -> ImageColumn.Identity.BY_DEFAULT;
			default -> ImageColumn.Identity.NONE;
		};
	}

}
