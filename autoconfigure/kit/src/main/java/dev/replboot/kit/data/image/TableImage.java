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

package dev.replboot.kit.data.image;

import java.util.List;

/**
 * Table as the images of its rows need it.
 *
 * @param kind the kind of database: {@code postgresql}, {@code h2}, {@code mysql} or
 * {@code mariadb}
 * @param id the table's name
 * @param columns the columns, in the order of the values in a {@link RowImage}
 * @param hasKey whether columns are marked as the key: the primary key, or else a unique
 * key over columns that are never null. Without a key all values identify a row, and
 * duplicates are interchangeable
 */
public record TableImage(String kind, TableId id, List<ImageColumn> columns, boolean hasKey) {

	public TableImage {
		columns = List.copyOf(columns);
	}

}
