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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.api.Internal;

/**
 * How long a lease is asked for, as a text. A number alone could mean seconds or
 * milliseconds, so it isn't taken.
 */
@Internal
public final class LeaseLength {

	private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,12})(s|m|h|d)");

	private static final int SHOWN = 40;

	private LeaseLength() {
	}

	/**
	 * Understand a text.
	 * @param text a duration of ISO-8601 such as {@code PT30M}, or a whole number with a
	 * unit such as {@code 30m}
	 * @return the length: whole seconds, and at least one
	 * @throws ReplRefusedException if it can't be understood, or is less than a second
	 */
	public static Duration parse(String text) {
		Duration length;
		try {
			Matcher simple = SIMPLE.matcher(text.strip().toLowerCase(Locale.ROOT));
			length = simple.matches() ? simple(Long.parseLong(simple.group(1)), simple.group(2))
					: Duration.parse(text.strip());
		}
		catch (DateTimeParseException | ArithmeticException ex) {
			throw malformed(text, "is no length of time");
		}
		return check(text, length);
	}

	private static Duration simple(long amount, String unit) {
		return switch (unit) {
			case "s" -> Duration.ofSeconds(amount);
			case "m" -> Duration.ofMinutes(amount);
			case "h" -> Duration.ofHours(amount);
			default -> Duration.ofDays(amount);
		};
	}

	static Duration check(String text, Duration length) {
		if (length.isNegative() || length.isZero()) {
			throw malformed(text, "is not positive");
		}
		if (length.toSeconds() < 1) {
			throw malformed(text, "is less than a second");
		}
		if (length.getNano() != 0) {
			throw malformed(text, "has a fraction of a second");
		}
		return length;
	}

	private static ReplRefusedException malformed(String text, String fault) {
		StringBuilder shown = new StringBuilder();
		text.codePoints().limit(SHOWN).forEach((character) -> {
			boolean plain = character > ' ' && character < 0x7f;
			shown.appendCodePoint((plain || character == ' ') ? character : '?');
		});
		return new ReplRefusedException(Reason.MALFORMED, "The ttl " + shown + " " + fault
				+ ". Send a whole number with a unit, such as {\"ttl\":\"30m\"} or {\"ttl\":\"90s\"}, or a duration of"
				+ " ISO-8601 such as {\"ttl\":\"PT30M\"}.");
	}

}
