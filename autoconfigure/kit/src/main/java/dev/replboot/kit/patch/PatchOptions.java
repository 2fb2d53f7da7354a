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

package dev.replboot.kit.patch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What somebody says about a patch.
 *
 * @param reason why, or {@code null}
 * @param keep how long it outlives its session, or {@code null} when it ends with it
 * @param maxErrors how many calls may fail, or -1 for any number
 * @param budget how long a call may take, or {@code null} for any time
 * @param allRepositories whether a method that all repositories have is meant for all
 */
record PatchOptions(@Nullable String reason, @Nullable Duration keep, int maxErrors, @Nullable Duration budget,
		boolean allRepositories) {

	private static final int MAX_ERRORS = 3;

	private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

	/**
	 * Read them.
	 * @param options the options by their names
	 * @return the same
	 */
	static PatchOptions of(Map<String, ? extends @Nullable Object> options) {
		for (String name : options.keySet()) {
			switch (name) {
				case "reason", "keep", "max-errors", "budget", "all-repositories" -> {
				}
				default -> throw new PatchRefusedException("There is no option :" + name
						+ ". There are :reason, :keep, :max-errors, :budget and :all-repositories.");
			}
		}
		return new PatchOptions(reason(options), duration(options, "keep"), maxErrors(options),
				duration(options, "budget"), allRepositories(options));
	}

	// What nobody understands must not become a patch that is never removed.
	private static int maxErrors(Map<String, ? extends @Nullable Object> options) {
		if (!options.containsKey("max-errors")) {
			return MAX_ERRORS;
		}
		Object errors = options.get("max-errors");
		if (errors == null) {
			return -1;
		}
		// Clojure has whole numbers of its own; 3M isn't one.
		if (errors instanceof Number number && !(errors instanceof BigDecimal)
				&& WHOLE.matcher(number.toString()).matches()) {
			return number.intValue();
		}
		throw new PatchRefusedException(
				":max-errors is a whole number from 0 on, such as 3, or nil for any number of errors: "
						+ shown(errors));
	}

	private static @Nullable String reason(Map<String, ? extends @Nullable Object> options) {
		Object reason = options.get("reason");
		if (reason == null || reason instanceof String) {
			return (String) reason;
		}
		throw new PatchRefusedException(":reason is a text, such as \"INC-42\": " + shown(reason));
	}

	private static boolean allRepositories(Map<String, ? extends @Nullable Object> options) {
		Object all = options.get("all-repositories");
		if (all == null || all instanceof Boolean) {
			return Boolean.TRUE.equals(all);
		}
		throw new PatchRefusedException(":all-repositories is true or false: " + shown(all));
	}

	// A lazy sequence may have no end.
	private static String shown(Object value) {
		if (value instanceof Number) {
			return value.toString();
		}
		return (value instanceof CharSequence) ? "\"" + value + "\""
				: "something of the type " + value.getClass().getName();
	}

	private static @Nullable Duration duration(Map<String, ? extends @Nullable Object> options, String name) {
		Object value = options.get(name);
		if (value == null) {
			return null;
		}
		try {
			if (!(value instanceof Duration) && !isWithUnit(value)) {
				throw new IllegalArgumentException("a number alone would mean milliseconds");
			}
			Duration duration = DurationStyle.detectAndParse(String.valueOf(value));
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("not positive");
			}
			return duration;
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new PatchRefusedException(
					":" + name + " is no duration such as \"20m\" or \"PT20M\": " + shown(value));
		}
	}

	private static boolean isWithUnit(Object value) {
		return value instanceof String text && !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
	}

}
