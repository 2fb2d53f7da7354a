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

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares all rows of a database before and after a correction.
 */
final class RepairRows {

	private RepairRows() {
	}

	/**
	 * The rows are the same, in whatever order.
	 * @param after what has happened
	 * @param rows the rows after it
	 * @param before the rows before it
	 */
	static void assertSame(String after, List<String> rows, List<String> before) {
		assertThat(added(before, rows)).as("rows that are gone after " + after + ", instead of " + added(rows, before))
			.isEmpty();
		assertThat(added(rows, before)).as("rows that are new after " + after).isEmpty();
	}

	/**
	 * The report has counted neither too few rows nor too many. A row that is gone and
	 * one that is new are one update at most. Where keys are exchanged, and in tables
	 * without a key, rows may have changed although the same rows are there.
	 * @param count what was counted
	 * @param before the rows before the correction
	 * @param after the rows after it
	 * @param body what was executed
	 * @param tables the tables of the schema
	 */
	static void assertCounted(int count, List<String> before, List<String> after, String body,
			List<RepairTable> tables) {
		int gone = added(before, after).size();
		int more = added(after, before).size();
		boolean keys = !body.contains("set k =") && !body.contains("set n =") && tables.stream()
			.noneMatch((table) -> table.kinds().contains("keyless") || table.kinds().contains("child"));
		assertThat(count).as("rows counted, of which " + gone + " are gone and " + more + " are new")
			.isBetween(Math.max(gone, more), keys ? gone + more : Integer.MAX_VALUE);
	}

	/**
	 * All rows but those that triggers have logged, which {@code undo!} leaves there.
	 * @param rows all rows
	 * @return the rows
	 */
	static List<String> logless(List<String> rows) {
		return rows.stream().filter((row) -> !row.contains("_log")).toList();
	}

	private static List<String> added(List<String> lines, List<String> others) {
		List<String> more = new ArrayList<>(lines);
		others.forEach(more::remove);
		return more;
	}

}
