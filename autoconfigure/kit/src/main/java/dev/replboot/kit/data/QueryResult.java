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

import org.jspecify.annotations.Nullable;

/**
 * What a statement gave.
 *
 * @param columns the names of the columns; empty if it gave no rows
 * @param rows the rows, each with one value for each column
 * @param changed how many rows it changed; -1 if it gave rows
 * @param notice a sentence about what isn't there, or {@code null} if everything is
 */
public record QueryResult(List<String> columns, List<@Nullable Object[]> rows, long changed, @Nullable String notice) {

	/**
	 * What a query gave.
	 * @param columns the names of the columns
	 * @param rows as many rows as were asked for, or all
	 * @param more whether there are more
	 * @return the result
	 */
	static QueryResult ofRows(List<String> columns, List<@Nullable Object[]> rows, boolean more) {
		String notice = more ? "There are more than these " + rows.size()
				+ " rows (repl.kit.sql.max-rows); {:max-rows n} as the first argument asks for others." : null;
		return new QueryResult(columns, rows, -1, notice);
	}

}
