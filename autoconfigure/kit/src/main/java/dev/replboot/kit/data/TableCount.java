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

import dev.replboot.kit.data.image.TableId;

/**
 * Number of rows of a table that a transaction has changed. A row that is changed several
 * times counts once, one that is changed back not at all.
 *
 * @param id the table
 * @param table the table's name for people
 * @param inserted the number of rows that are new
 * @param updated the number of rows that have other values
 * @param deleted the number of rows that are gone
 */
public record TableCount(TableId id, String table, long inserted, long updated, long deleted) {

	/**
	 * All changed rows.
	 * @return the number
	 */
	public long total() {
		return this.inserted + this.updated + this.deleted;
	}

	TableCount and(TableCount other) {
		return new TableCount(this.id, this.table, this.inserted + other.inserted, this.updated + other.updated,
				this.deleted + other.deleted);
	}

}
