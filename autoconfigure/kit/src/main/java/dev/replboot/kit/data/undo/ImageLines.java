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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.json.JsonLineReader;
import dev.replboot.kit.data.json.JsonLineWriter;

/**
 * Changes as lines of JSON: one for each table, and one for each row after that of its
 * table.
 */
final class ImageLines {

	/**
	 * What is before the id in each line.
	 */
	static final byte[] LINE_START;

	/**
	 * What is between the id and the state in a line about a correction's state.
	 */
	static final byte[] STATE_START;

	static {
		String id = "id";
		String line = JsonLineWriter.toText(members(id, Map.of("state", id)));
		LINE_START = line.substring(0, line.indexOf(id)).getBytes(StandardCharsets.UTF_8);
		STATE_START = line.substring(line.indexOf(id) + id.length(), line.lastIndexOf(id))
			.getBytes(StandardCharsets.UTF_8);
	}

	private ImageLines() {
	}

	static byte[] line(String id, Map<String, ? extends @Nullable Object> members) {
		return (JsonLineWriter.toText(members(id, members)) + "\n").getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, @Nullable Object> members(String id, Map<String, ? extends @Nullable Object> others) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("fix", id);
		members.putAll(others);
		return members;
	}

	static Map<String, @Nullable Object> table(String id, int number, TableImage table) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("table", number);
		members.put("kind", table.kind());
		members.put("schema", table.id().schema());
		members.put("name", table.id().name());
		members.put("hasKey", table.hasKey());
		members.put("columns", table.columns().stream().map(ImageLines::column).toList());
		return members(id, members);
	}

	private static Map<String, Object> column(ImageColumn column) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("name", column.name());
		members.put("type", column.type());
		members.put("nullable", column.nullable());
		members.put("generated", column.generated());
		members.put("identity", column.identity().name());
		members.put("key", column.key());
		return members;
	}

	static Map<String, @Nullable Object> row(String id, int table, ImageChange change) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("row", table);
		members.put("before", (change.before() != null) ? change.before().texts() : null);
		members.put("after", (change.after() != null) ? change.after().texts() : null);
		return members(id, members);
	}

	/**
	 * Read what was written.
	 * @param input the lines of one correction
	 * @param changes receives the changes
	 * @throws IOException if they can't be read, or one of them is damaged
	 */
	static void read(InputStream input, Receiver changes) throws IOException {
		List<TableImage> tables = new ArrayList<>();
		try (JsonLineReader lines = new JsonLineReader(input)) {
			for (Map<String, @Nullable Object> line = lines.next(); line != null; line = lines.next()) {
				if (line.containsKey("table")) {
					tables.add(table(line));
				}
				else if (line.get("row") instanceof Long number) {
					changes.accept(new ImageChange(tables.get(number.intValue()), row(line.get("before")),
							row(line.get("after"))));
				}
			}
		}
	}

	private static TableImage table(Map<String, @Nullable Object> members) {
		List<ImageColumn> columns = new ArrayList<>();
		for (Object column : (List<?>) value(members, "columns")) {
			Map<?, ?> of = (Map<?, ?>) column;
			columns.add(new ImageColumn((String) value(of, "name"), (String) value(of, "type"),
					(Boolean) value(of, "nullable"), (Boolean) value(of, "generated"),
					ImageColumn.Identity.valueOf((String) value(of, "identity")), (Boolean) value(of, "key")));
		}
		return new TableImage((String) value(members, "kind"),
				new TableId((String) value(members, "schema"), (String) value(members, "name")), columns,
				(Boolean) value(members, "hasKey"));
	}

	private static Object value(Map<?, ?> members, String name) {
		Object value = members.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The before-image lacks " + name + ".");
		}
		return value;
	}

	private static @Nullable RowImage row(@Nullable Object texts) {
		if (!(texts instanceof List<?> list)) {
			return null;
		}
		List<@Nullable String> row = new ArrayList<>();
		list.forEach((text) -> row.add((String) text));
		return new RowImage(row);
	}

	/**
	 * Receives changes.
	 */
	@FunctionalInterface
	interface Receiver {

		void accept(ImageChange change) throws IOException;

	}

}
