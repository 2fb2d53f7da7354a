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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How many rows a correction has to change to be committed.
 *
 * @param total the number in all, or {@code null}
 * @param tables the number by table; tables that aren't named must not be changed
 */
record Expectation(@Nullable Integer total, Map<String, Integer> tables) {

	static Expectation of(@Nullable Object expect) {
		if (expect instanceof Number number) {
			return new Expectation(number.intValue(), Map.of());
		}
		if (expect instanceof Map<?, ?> map && !map.isEmpty()) {
			Map<String, Integer> tables = new TreeMap<>();
			map.forEach((table, count) -> tables.put(String.valueOf(table).toLowerCase(Locale.ROOT),
					((Number) count).intValue()));
			return new Expectation(null, tables);
		}
		throw new IllegalArgumentException(
				"How many rows should change? fix! commits only with {:expect n} or {:expect {\"table\" n}} as its first argument.");
	}

	/**
	 * Compare what was expected with what has happened.
	 * @param changes what has happened
	 * @return why they don't match, or {@code null} if they do
	 */
	@Nullable String mismatch(Changes changes) {
		if (!changes.unseen().isEmpty()) {
			return "What was changed can't be counted: " + String.join(" ", changes.unseen());
		}
		if (this.total != null) {
			int actual = changes.rows().size();
			return (actual == this.total) ? null
					: "It changed " + rows(actual) + ", but " + this.total + " were expected (:expect).";
		}
		Map<String, Integer> left = new TreeMap<>(changes.counts());
		List<String> differences = new ArrayList<>();
		this.tables.forEach((table, expected) -> {
			Integer actual = left.remove(table);
			if ((actual != null) ? !actual.equals(expected) : expected != 0) {
				differences.add("It changed " + rows((actual != null) ? actual : 0) + " of " + table + ", but "
						+ expected + " were expected (:expect).");
			}
		});
		left.forEach((table, actual) -> differences
			.add("It changed " + rows(actual) + " of " + table + ", which wasn't expected (:expect)."));
		return differences.isEmpty() ? null : String.join(" ", differences);
	}

	private static String rows(int count) {
		return (count == 1) ? "1 row" : count + " rows";
	}

}
