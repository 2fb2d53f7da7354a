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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a correction, without its rows.
 *
 * @param id the correction's id
 * @param at when it was made, in ISO format
 * @param reason why it was made
 * @param db the name of the data source's bean, or {@code null} for the primary one
 * @param database the database's own name
 * @param transaction the database's number of the transaction, or {@code null} if it has
 * none that it can be asked for later
 * @param undoes the id of the correction that this one undoes, or {@code null}
 */
public record FixHeader(String id, String at, String reason, @Nullable String db, String database,
		@Nullable String transaction, @Nullable String undoes) {

	Map<String, @Nullable Object> members() {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("at", this.at);
		members.put("reason", this.reason);
		members.put("db", this.db);
		members.put("database", this.database);
		members.put("transaction", this.transaction);
		members.put("undoes", this.undoes);
		return members;
	}

	static FixHeader of(String id, Map<String, @Nullable Object> members) {
		return new FixHeader(id, String.valueOf(members.get("at")), String.valueOf(members.get("reason")),
				(String) members.get("db"), String.valueOf(members.get("database")),
				(String) members.get("transaction"), (String) members.get("undoes"));
	}

}
