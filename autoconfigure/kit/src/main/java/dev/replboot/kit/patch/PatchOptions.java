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

import java.time.Duration;
import java.util.Map;

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
		Object errors = options.get("max-errors");
		int maxErrors = (errors instanceof Number number) ? number.intValue()
				: (options.containsKey("max-errors") ? -1 : MAX_ERRORS);
		Object reason = options.get("reason");
		return new PatchOptions((reason != null) ? String.valueOf(reason) : null, duration(options, "keep"), maxErrors,
				duration(options, "budget"), Boolean.TRUE.equals(options.get("all-repositories")));
	}

	private static @Nullable Duration duration(Map<String, ? extends @Nullable Object> options, String name) {
		Object value = options.get(name);
		if (value == null) {
			return null;
		}
		try {
			Duration duration = DurationStyle.detectAndParse(String.valueOf(value));
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("not positive");
			}
			return duration;
		}
		catch (IllegalArgumentException ex) {
			throw new PatchRefusedException(":" + name + " is no duration such as \"20m\" or \"PT20M\": " + value);
		}
	}

}
