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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.TableId;

/**
 * How many rows a correction has to change to be committed.
 *
 * @param total the number in all, or {@code null}
 * @param tables the number by table; tables that aren't named must not be changed
 */
record Expectation(@Nullable Long total, Map<String, Long> tables) {

	private static final List<String> KINDS = List.of("postgresql", "h2", "mysql");

	static Expectation of(@Nullable Object expect) {
		if (expect instanceof Number number) {
			return new Expectation(whole(number), Map.of());
		}
		if (expect instanceof Map<?, ?> map && !map.isEmpty()) {
			Map<String, Long> tables = new TreeMap<>();
			map.forEach((table, count) -> tables.put(String.valueOf(table), whole(count)));
			return new Expectation(null, tables);
		}
		throw new IllegalArgumentException(
				"How many rows should change? fix! commits only with {:expect n} or {:expect {\"table\" n}} as its first argument.");
	}

	private static Long whole(@Nullable Object count) {
		if (count instanceof Number number) {
			try {
				long whole = new BigDecimal(number.toString()).longValueExact();
				if (whole >= 0) {
					return whole;
				}
			}
			catch (ArithmeticException | NumberFormatException ex) {
				// neither is 1.9 one row, nor 1/3
			}
		}
		throw new IllegalArgumentException(
				"A number of rows is a whole number, zero or more, and :expect has " + count + ". Nothing was run.");
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
			long actual = changes.total();
			return (actual == this.total) ? null : "It changed " + rows(actual) + ", but " + expected(this.total);
		}
		List<TableCount> left = new ArrayList<>(changes.tables());
		List<String> differences = new ArrayList<>();
		this.tables.forEach((name, expected) -> {
			List<TableCount> named = left.stream().filter((count) -> isNamed(name, count)).toList();
			left.removeAll(named);
			if (named.size() > 1) {
				differences.add("The name " + name + " stands for several tables that it changed: "
						+ named.stream().map((count) -> count.id().toString()).collect(Collectors.joining(", "))
						+ ". Write it with the schema and in the case of the database (:expect).");
				return;
			}
			long actual = named.isEmpty() ? 0 : named.get(0).total();
			if (actual != expected) {
				differences.add("It changed " + rows(actual) + " of " + name + ", but " + expected(expected));
			}
		});
		left.forEach((count) -> differences
			.add("It changed " + rows(count.total()) + " of " + count.table() + ", which wasn't expected (:expect)."));
		return differences.isEmpty() ? null : String.join(" ", differences);
	}

	private static String expected(long number) {
		return number + ((number == 1) ? " was" : " were") + " expected (:expect).";
	}

	// The report shows it so, or the database writes it exactly so, with the schema or,
	// for the current one, without.
	private static boolean isNamed(String name, TableCount count) {
		TableId id = count.id();
		boolean current = KINDS.stream().anyMatch((kind) -> count.table().equals(id.shown(kind, id.schema())));
		return name.equals(count.table()) || name.equals(id.schema() + "." + id.name()) || name.equals(id.toString())
				|| current && name.equals(id.name());
	}

	private static String rows(long count) {
		return (count == 1) ? "1 row" : count + " rows";
	}

}
