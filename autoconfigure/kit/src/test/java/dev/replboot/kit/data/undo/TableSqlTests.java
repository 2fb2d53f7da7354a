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
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the statements about the rows of a table.
 */
class TableSqlTests {

	@Test
	void spacesAtTheEndTellRowsOfPostgresApart() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		List<@Nullable String> texts = Arrays.asList("a", "a  ", "", "  ", null, "{a,\"b\"}", "it's \\ ");
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url())) {
			TestDatabase.execute(connection, "create temporary table padded (v bpchar)",
					"insert into padded values ('a'), ('a  '), (''), ('  '), (null), ('{a,\"b\"}'), ('it''s \\ ')");
			for (String text : texts) {
				assertThat(same(connection, text)).as("«" + text + "»").containsExactly(text);
			}
			assertThat(same(connection, "a ")).isEmpty();
		}
	}

	private static List<@Nullable String> same(Connection connection, @Nullable String text) throws SQLException {
		ImageColumn column = new ImageColumn("v", "bpchar", false, false, ImageColumn.Identity.NONE, false);
		TableImage table = new TableImage("postgresql", new TableId("pg_temp", "padded"), List.of(column), false);
		String condition = new TableSql(table, false).byAll(new RowImage(Arrays.asList(text)),
				(index, value) -> ValueTexts.literal("postgresql", column, value));
		List<@Nullable String> found = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery("select " + ValueTexts.select("postgresql", "t", column)
						+ " from pg_temp.padded t where " + condition)) {
			while (set.next()) {
				found.add(set.getString(1));
			}
		}
		return found;
	}

}
