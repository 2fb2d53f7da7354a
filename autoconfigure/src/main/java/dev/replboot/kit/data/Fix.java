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

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A correction on record.
 *
 * @param id its id
 * @param at when it was made
 * @param reason why
 * @param db the name of the data source's bean, or {@code null} for the primary one
 * @param rows the rows that it changed
 * @since 0.1.0
 */
public record Fix(String id, Instant at, String reason, @Nullable String db, List<RowChange> rows) {

	public Fix {
		rows = List.copyOf(rows);
	}

}
