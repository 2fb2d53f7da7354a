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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Rows of a table of MariaDB that one connection sees, in the order of the key. The
 * server sends them while they are read.
 */
final class MariaDbRows implements AutoCloseable {

	private static final int FETCHED = 100;

	private final Statement statement;

	private final ResultSet set;

	private final List<ImageColumn> columns;

	/**
	 * Begin to read.
	 * @param connection the connection, which executes nothing else meanwhile
	 * @param columns the table's columns
	 * @param settings what is set for the statement
	 * @param table the table in a statement, as {@code t}, with the index to use
	 * @throws SQLException if it can't be read
	 */
	MariaDbRows(Connection connection, List<ImageColumn> columns, String settings, String table) throws SQLException {
		this.columns = columns;
		String order = columns.stream()
			.filter(ImageColumn::key)
			.map((column) -> "t." + column.quoted(MariaDbImages.KIND))
			.collect(Collectors.joining(", "));
		this.statement = connection.createStatement();
		this.statement.setFetchSize(FETCHED);
		this.set = this.statement.executeQuery(settings + "select "
				+ columns.stream()
					.map((column) -> ValueTexts.select(MariaDbImages.KIND, "t", column))
					.collect(Collectors.joining(", "))
				+ " from " + table + (order.isEmpty() ? "" : " order by " + order));
	}

	/**
	 * Read a row.
	 * @return the row, or {@code null} behind the last one
	 * @throws SQLException if it can't be read
	 */
	@Nullable RowImage next() throws SQLException {
		if (!this.set.next()) {
			return null;
		}
		List<@Nullable String> texts = new ArrayList<>(this.columns.size());
		for (int i = 0; i < this.columns.size(); i++) {
			texts.add(ValueTexts.read(this.set, i + 1, MariaDbImages.KIND, this.columns.get(i)));
		}
		return new RowImage(texts);
	}

	@Override
	public void close() throws SQLException {
		this.statement.close();
	}

}
