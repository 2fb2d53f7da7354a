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

import org.jspecify.annotations.Nullable;

/**
 * Row that a transaction has changed, with its whole contents. An update is one change,
 * also if it changes the key.
 *
 * @param table the table
 * @param before the row before, or {@code null} if it was inserted
 * @param after the row after, or {@code null} if it was deleted
 */
public record ImageChange(TableImage table, @Nullable RowImage before, @Nullable RowImage after) {

	public ImageChange {
		if (before == null && after == null) {
			throw new IllegalArgumentException("A change has a row before or a row after it");
		}
	}

	/**
	 * What happened to the row.
	 * @return {@code inserted}, {@code updated} or {@code deleted}
	 */
	public String kind() {
		return (this.before == null) ? "inserted" : (this.after == null) ? "deleted" : "updated";
	}

}
