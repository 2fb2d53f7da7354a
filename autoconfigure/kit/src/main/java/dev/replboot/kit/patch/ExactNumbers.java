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
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * Converts a number to another type of number as long as it stays the same number.
 * Clojure's numbers are longs and doubles, methods want ints and decimals.
 */
final class ExactNumbers {

	private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

	private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

	// An integer of an astronomic scale would take all memory.
	private static final int MOST_DIGITS = 10_000;

	private ExactNumbers() {
	}

	/**
	 * Convert a number.
	 * @param value the number
	 * @param type the wanted type, a wrapper, {@link BigInteger} or {@link BigDecimal}
	 * @return the same number of that type, or {@code null} if there is none
	 */
	static @Nullable Number convert(Number value, Class<?> type) {
		if (type == Double.class || type == Float.class) {
			return floating(value, type == Float.class);
		}
		BigDecimal exact = decimal(value);
		if (exact == null) {
			return null;
		}
		if (type == BigDecimal.class) {
			return exact;
		}
		boolean whole = exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
		return whole ? whole(exact, type) : null;
	}

	/**
	 * Convert a number of Clojure's own to one that Java code knows.
	 * @param value a big integer or a ratio
	 * @return the same number, or {@code null} for a ratio without an exact decimal
	 */
	static @Nullable Number javaNumber(Number value) {
		BigDecimal exact = decimal(value);
		return (exact != null && ClojureData.isBigInteger(value)) ? exact.toBigInteger() : exact;
	}

	private static @Nullable Number floating(Number value, boolean single) {
		if (value instanceof Float && !single) {
			return value.doubleValue();
		}
		Number rounded = single ? (Number) value.floatValue() : (Number) value.doubleValue();
		if (!Double.isFinite(rounded.doubleValue())) {
			boolean same = (value instanceof Double || value instanceof Float)
					&& Double.compare(value.doubleValue(), rounded.doubleValue()) == 0;
			return same ? rounded : null;
		}
		BigDecimal exact = decimal(value);
		if (exact == null) {
			return null;
		}
		// No double is exactly 0.1M, but 0.1 is written like that.
		boolean fraction = exact.stripTrailingZeros().scale() > 0;
		boolean same = exact.compareTo(new BigDecimal(rounded.doubleValue())) == 0
				|| fraction && exact.compareTo(new BigDecimal(rounded.toString())) == 0;
		return same ? rounded : null;
	}

	private static @Nullable Number whole(BigDecimal exact, Class<?> type) {
		if (type == BigInteger.class) {
			return (exact.precision() - (long) exact.scale() > MOST_DIGITS) ? null : exact.toBigInteger();
		}
		if (exact.compareTo(MIN_LONG) < 0 || exact.compareTo(MAX_LONG) > 0) {
			return null;
		}
		long number = exact.longValue();
		if (type == Long.class) {
			return number;
		}
		if (type == Integer.class && number == (int) number) {
			return (int) number;
		}
		if (type == Short.class && number == (short) number) {
			return (short) number;
		}
		return (type == Byte.class && number == (byte) number) ? (Number) (byte) number : null;
	}

	private static @Nullable BigDecimal decimal(Number value) {
		if (value instanceof BigDecimal decimal) {
			return decimal;
		}
		String text = value.toString();
		int slash = text.indexOf('/');
		try {
			return (slash < 0) ? new BigDecimal(text)
					: new BigDecimal(text.substring(0, slash)).divide(new BigDecimal(text.substring(slash + 1)));
		}
		catch (ArithmeticException | NumberFormatException ex) {
			// A ratio such as 1/3, NaN and the infinities have no exact value.
			return null;
		}
	}

}
