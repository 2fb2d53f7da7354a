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

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Verifies that rows of MariaDB that differ between two snapshots were changed by the
 * transaction, which locks them: MariaDB refuses that for a row that somebody else has
 * changed since the transaction's snapshot.
 */
final class MariaDbLocks implements AutoCloseable {

	private static final String KIND = MariaDbImages.KIND;

	// A statement asks for so many rows. Where they are a large part of a table, the
	// server reads the whole index and locks other rows, too. A thousand become a
	// subquery.
	private static final int FEWEST = 100;

	private static final int MOST = 900;

	private static final int PART = 40;

	private static final int LOCK_WAIT = 1205;

	private final Connection inside;

	private final TableImage image;

	private final String settings;

	private final String table;

	private final boolean keyed;

	// These are the keys of rows that differ. A row that is there now has one text more.
	private final RowFile keys = new RowFile();

	private long count;

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
		this.keyed = image.hasKey()
				&& image.columns().stream().allMatch((column) -> !column.key() || ValueTexts.isMariaDbKey(column));
	}

	/**
	 * Note a row that differs.
	 * @param row the row, before or now
	 * @param now whether there is such a row now
	 * @throws IOException if it can't be kept
	 */
	void differs(RowImage row, boolean now) throws IOException {
		this.count++;
		if (!this.keyed) {
			// the whole table is locked
			return;
		}
		List<@Nullable String> key = new ArrayList<>();
		for (int i = 0; i < row.texts().size(); i++) {
			if (this.image.columns().get(i).key()) {
				key.add(row.texts().get(i));
			}
		}
		if (now) {
			key.add("");
		}
		this.keys.append(key);
	}

	/**
	 * Lock the rows that differ.
	 * @return why they can't be verified, as the end of a sentence that begins with the
	 * table; or {@code null} if they are the transaction's own
	 * @throws SQLException if one of them is somebody else's
	 * @throws IOException if their keys can't be read
	 */
	@Nullable String verify() throws SQLException, IOException {
		try {
			if (!this.keyed) {
				if (this.count > 0) {
					lock("", List.of());
				}
				return null;
			}
			return verifyKeys();
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != LOCK_WAIT) {
				throw ex;
			}
			return "was changed, but somebody else holds locks on it, so what is the transaction's own can't be verified."
					+ " Try it again";
		}
	}

	private @Nullable String verifyKeys() throws SQLException, IOException {
		int columns = (int) this.image.columns().stream().filter(ImageColumn::key).count();
		long locked = Math.max(FEWEST, Math.min(MOST, this.count / PART));
		Map<List<@Nullable String>, Boolean> some = new LinkedHashMap<>();
		for (long place = 0; place < this.keys.end(); place = this.keys.next()) {
			List<@Nullable String> key = this.keys.read(place);
			some.merge(key.subList(0, columns), key.size() > columns, Boolean::logicalOr);
			if (some.size() == locked || this.keys.next() == this.keys.end()) {
				List<String> parameters = new ArrayList<>();
				long expected = some.values().stream().filter(Boolean::booleanValue).count();
				if (lock(where(some.keySet(), parameters), parameters) < expected) {
					return "was changed, but not all of the rows could be found again to verify that nobody else changed them";
				}
				some.clear();
			}
		}
		return null;
	}

	private String where(Collection<List<@Nullable String>> keys, List<String> parameters) {
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

	@Override
	public void close() throws IOException {
		this.keys.close();
	}

}
