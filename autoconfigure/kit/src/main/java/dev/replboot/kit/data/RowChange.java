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

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A row that a transaction has changed.
 *
 * @param table the table's name, with its schema
 * @param key the columns that tell the row from others, and their values
 * @param before the row before, or {@code null} if it was inserted
 * @param after the row after, or {@code null} if it was deleted
 */
public record RowChange(String table, Map<String, @Nullable Object> key, @Nullable Map<String, @Nullable Object> before,
		@Nullable Map<String, @Nullable Object> after) {

	/**
	 * What happened to the row.
	 * @return {@code inserted}, {@code updated} or {@code deleted}
	 */
	public String kind() {
		return (this.before == null) ? "inserted" : (this.after == null) ? "deleted" : "updated";
	}

}
