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

import java.util.List;

/**
 * Table of a random schema. Rows with a {@code k} below {@link #OTHERS} are the
 * correction's, all others are somebody else's.
 *
 * @param name its quoted name
 * @param v the quoted name of a column with text
 * @param columns its columns beside {@code k}, {@code n} and {@code v}
 * @param extras what an insert gives to further columns, as expressions of {@code k}
 * @param kinds what the schema has for this table, for the coverage of the generator
 */
record RepairTable(String name, String v, List<Column> columns, String extras, List<String> kinds) {

	static final int OTHERS = 1000;

	boolean has(String column) {
		return this.columns.stream().anyMatch((each) -> each.name().equals(column));
	}

	/**
	 * Column.
	 *
	 * @param name its name
	 * @param values literals of its type, one of which may be null
	 */
	record Column(String name, List<String> values) {

	}

}
