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

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Options of the kit's functions for data: maps from the names that users write to
 * values. An unknown name is an error.
 */
final class DataOptions {

	private static final Set<String> KNOWN = Set.of("db", "max-rows", "timeout", "expect", "reason", "analyze",
			"force");

	private DataOptions() {
	}

	/**
	 * Refuse options that no function has.
	 * @param options the options
	 * @return the same options
	 */
	static Map<String, Object> check(Map<String, Object> options) {
		options.keySet().stream().filter((key) -> !KNOWN.contains(key)).findFirst().ifPresent((key) -> {
			throw new IllegalArgumentException(
					"There is no option :" + key + ". Known are :" + String.join(", :", new TreeSet<>(KNOWN)) + ".");
		});
		return options;
	}

	static @Nullable String text(Map<String, Object> options, String key) {
		Object value = options.get(key);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * The options of a query.
	 * @param options {@code db}, {@code max-rows}, {@code timeout} in seconds
	 * @return the options
	 */
	static Queries.Options ofQuery(Map<String, Object> options) {
		check(options);
		Number rows = (Number) options.get("max-rows");
		if (rows != null && (rows.longValue() < 1 || rows.longValue() >= Integer.MAX_VALUE)) {
			throw new IllegalArgumentException(":max-rows has to be at least 1.");
		}
		Number seconds = (Number) options.get("timeout");
		return new Queries.Options(text(options, "db"), (rows != null) ? rows.intValue() : null,
				(seconds != null) ? Duration.ofSeconds(seconds.longValue()) : null);
	}

}
