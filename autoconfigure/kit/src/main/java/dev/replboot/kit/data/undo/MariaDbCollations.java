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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Finds out which texts MariaDB takes for equal: by a column's collation, {@code Ann} and
 * {@code ann} may be the same key.
 */
final class MariaDbCollations {

	private static final String KIND = "mariadb";

	private static final String COLLATION = """
			select character_set_name, collation_name from information_schema.columns
			where table_schema = ? and table_name = ? and column_name = ? and collation_name is not null""";

	private static final int BATCH = 100;

	private final Connection connection;

	private final Map<Constraint.Column, Integer> prefixes;

	private int longest = 1;

	/**
	 * Create it.
	 * @param connection what it asks with
	 * @param prefixes the columns of keys, and how many characters of them count; 0 for
	 * all
	 */
	MariaDbCollations(Connection connection, Map<Constraint.Column, Integer> prefixes) {
		this.connection = connection;
		this.prefixes = prefixes;
	}

	/**
	 * Compare the texts of changed rows.
	 * @param changes the changes
	 * @return for each text of a column, what all that are equal to it have in common
	 * @throws SQLException if the database can't be asked
	 */
	Map<Constraint.Column, Map<String, String>> alike(List<ImageChange> changes) throws SQLException {
		Map<Constraint.Column, Texts> texts = new LinkedHashMap<>();
		for (ImageChange change : changes) {
			TableImage table = change.table();
			for (int i = 0; i < table.columns().size(); i++) {
				Constraint.Column column = new Constraint.Column(table.id(), table.columns().get(i).name());
				if (this.prefixes.containsKey(column)) {
					Texts of = texts.get(column);
					if (of == null) {
						of = new Texts(table.columns().get(i), collate(column));
						texts.put(column, of);
					}
					note(of, change.before(), i);
					note(of, change.after(), i);
				}
			}
		}
		Map<Constraint.Column, Map<String, String>> alike = new HashMap<>();
		for (Map.Entry<Constraint.Column, Texts> entry : texts.entrySet()) {
			if (!entry.getValue().texts().isEmpty()) {
				alike.put(entry.getKey(), weigh(entry.getValue(), entry.getKey()));
			}
		}
		return alike;
	}

	private void note(Texts texts, @Nullable RowImage row, int index) {
		String text = (row != null) ? row.texts().get(index) : null;
		if (text != null && texts.collate() != null) {
			texts.texts().add(text);
			this.longest = Math.max(this.longest, text.length());
		}
	}

	// null for a column that isn't text
	private @Nullable String collate(Constraint.Column column) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(COLLATION)) {
			statement.setString(1, column.table().schema());
			statement.setString(2, column.table().name());
			statement.setString(3, column.name());
			try (ResultSet set = statement.executeQuery()) {
				return set.next() ? " using " + set.getString(1) + ")|collate " + set.getString(2) : null;
			}
		}
	}

	private Map<String, String> weigh(Texts texts, Constraint.Column column) throws SQLException {
		String[] collate = String.valueOf(texts.collate()).split("\\|");
		int prefix = this.prefixes.getOrDefault(column, 0);
		String text = "convert(" + ValueTexts.parameter(KIND, texts.column()) + collate[0];
		String weight = "md5(weight_string(" + ((prefix > 0) ? "left(" + text + ", " + prefix + ")" : text) + " "
				+ collate[1] + " as char(" + this.longest + ")))";
		List<String> all = new ArrayList<>(texts.texts());
		Map<String, String> weights = new HashMap<>();
		for (int i = 0; i < all.size(); i += BATCH) {
			List<String> some = all.subList(i, Math.min(all.size(), i + BATCH));
			try (PreparedStatement statement = this.connection
				.prepareStatement("select " + String.join(", ", Collections.nCopies(some.size(), weight)))) {
				for (int j = 0; j < some.size(); j++) {
					ValueTexts.bind(statement, j + 1, KIND, texts.column(), some.get(j));
				}
				try (ResultSet set = statement.executeQuery()) {
					set.next();
					for (int j = 0; j < some.size(); j++) {
						String weighed = set.getString(j + 1);
						weights.put(some.get(j), (weighed != null) ? weighed : some.get(j));
					}
				}
			}
		}
		return weights;
	}

	/**
	 * Texts of a column.
	 *
	 * @param column the column
	 * @param collate how they are converted and compared, or {@code null} if they aren't
	 * text
	 * @param texts the texts
	 */
	private record Texts(ImageColumn column, @Nullable String collate, Set<String> texts) {

		Texts(ImageColumn column, @Nullable String collate) {
			this(column, collate, new LinkedHashSet<>());
		}

	}

}
