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
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Verifies that rows of MariaDB that differ between two snapshots were changed by the
 * transaction, which locks them: MariaDB refuses that for a row that somebody else has
 * changed since the transaction's snapshot.
 */
final class MariaDbLocks {

	private static final String KIND = MariaDbImages.KIND;

	private static final int LOCKED = 100;

	private static final int LOCK_WAIT = 1205;

	private final Connection inside;

	private final TableImage image;

	private final String settings;

	private final String table;

	/**
	 * Create it.
	 * @param inside the transaction's connection
	 * @param image the table
	 * @param settings what is set for each statement
	 * @param table the table in a statement, as {@code t}, with the index to use
	 */
	MariaDbLocks(Connection inside, TableImage image, String settings, String table) {
		this.inside = inside;
		this.image = image;
		this.settings = settings;
		this.table = table;
	}

	/**
	 * Lock the rows that differ.
	 * @param differences the keys of the rows, and whether there is such a row now
	 * @return why they can't be verified, as the end of a sentence that begins with the
	 * table; or {@code null} if they are the transaction's own
	 * @throws SQLException if one of them is somebody else's
	 */
	@Nullable String verify(Map<List<@Nullable String>, Boolean> differences) throws SQLException {
		try {
			boolean keyed = this.image.hasKey() && this.image.columns()
				.stream()
				.allMatch((column) -> !column.key() || ValueTexts.isMariaDbKey(column));
			if (!keyed) {
				lock("", List.of());
				return null;
			}
			List<List<@Nullable String>> keys = new ArrayList<>(differences.keySet());
			for (int i = 0; i < keys.size(); i += LOCKED) {
				List<List<@Nullable String>> some = keys.subList(i, Math.min(keys.size(), i + LOCKED));
				List<String> parameters = new ArrayList<>();
				long expected = some.stream().filter((key) -> Boolean.TRUE.equals(differences.get(key))).count();
				if (lock(where(some, parameters), parameters) < expected) {
					return "was changed, but not all of the rows could be found again to verify that nobody else changed them";
				}
			}
			return null;
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != LOCK_WAIT) {
				throw ex;
			}
			return "was changed, but somebody else holds locks on it, so what is the transaction's own can't be verified."
					+ " Try it again";
		}
	}

	private String where(List<List<@Nullable String>> keys, List<String> parameters) {
		List<ImageColumn> columns = this.image.columns().stream().filter(ImageColumn::key).toList();
		List<String> rows = new ArrayList<>();
		for (List<@Nullable String> key : keys) {
			List<String> values = new ArrayList<>();
			for (int i = 0; i < columns.size(); i++) {
				String text = String.valueOf(key.get(i));
				String literal = ValueTexts.mariaDbLiteral(columns.get(i), text);
				if (literal.equals("?")) {
					parameters.add(text);
				}
				values.add(literal);
			}
			rows.add("(" + String.join(", ", values) + ")");
		}
		return " where ("
				+ columns.stream().map((column) -> "t." + column.quoted(KIND)).collect(Collectors.joining(", "))
				+ ") in (" + String.join(", ", rows) + ")";
	}

	private long lock(String where, List<String> parameters) throws SQLException {
		String sql = this.settings + "select count(*) from " + this.table + where + " lock in share mode nowait";
		try (PreparedStatement statement = this.inside.prepareStatement(sql)) {
			for (int i = 0; i < parameters.size(); i++) {
				statement.setString(i + 1, parameters.get(i));
			}
			try (ResultSet set = statement.executeQuery()) {
				return set.next() ? set.getLong(1) : 0;
			}
		}
	}

}
