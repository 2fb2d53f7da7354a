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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Words for rows.
 */
final class RowNames {

	private static final int SHOWN = 40;

	private static final int COLUMNS = 4;

	private final String currentSchema;

	RowNames(String currentSchema) {
		this.currentSchema = currentSchema;
	}

	String table(TableImage table) {
		return table.id().shown(table.kind(), this.currentSchema);
	}

	String row(TableImage table, RowImage row) {
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < table.columns().size(); i++) {
			ImageColumn column = table.columns().get(i);
			if (parts.size() < COLUMNS && (column.key() || !table.hasKey())) {
				parts.add(column.shown(table.kind()) + " " + text(row.texts().get(i)));
			}
		}
		return table(table) + " " + String.join(", ", parts);
	}

	/**
	 * What is different in two rows.
	 * @param table their table
	 * @param one a row
	 * @param other another one
	 * @return the columns with both values
	 */
	String difference(TableImage table, RowImage one, RowImage other) {
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < table.columns().size(); i++) {
			if (!Objects.equals(one.texts().get(i), other.texts().get(i))) {
				parts.add(table.columns().get(i).shown(table.kind()) + " " + text(one.texts().get(i)) + " → "
						+ text(other.texts().get(i)));
			}
		}
		return (parts.size() > COLUMNS)
				? String.join(", ", parts.subList(0, COLUMNS)) + " and " + (parts.size() - COLUMNS) + " more columns"
				: String.join(", ", parts);
	}

	private static String text(@Nullable String text) {
		if (text == null) {
			return "null";
		}
		return (text.length() > SHOWN) ? text.substring(0, SHOWN) + "… (" + text.length() + ")" : text;
	}

}
