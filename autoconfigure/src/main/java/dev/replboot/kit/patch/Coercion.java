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

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * Makes of a value what a declared type demands, as far as nothing is lost: Clojure's
 * numbers are longs and doubles, methods want ints and decimals.
 */
final class Coercion {

	private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

	private Coercion() {
	}

	/**
	 * Coerce.
	 * @param value the value
	 * @param type the declared type
	 * @param what what has that type, to begin a sentence
	 * @return the value as an instance of the type, of its wrapper when it is primitive
	 * @throws CoercionException if that isn't possible without loss
	 */
	static @Nullable Object coerce(@Nullable Object value, Class<?> type, String what) {
		if (type == void.class) {
			return null;
		}
		if (value == null) {
			if (type.isPrimitive()) {
				throw new CoercionException(what + " is nil, and has to be of the primitive type " + type.getName());
			}
			return null;
		}
		Class<?> wrapper = type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
		if (wrapper.isInstance(value)) {
			return value;
		}
		Object number = (value instanceof Number given) ? number(given, wrapper) : null;
		if (number != null) {
			return number;
		}
		throw new CoercionException(what + " is " + describe(value) + ", and has to be of the type " + type.getName());
	}

	private static String describe(Object value) {
		return (value instanceof Number) ? "the number " + value + " (" + value.getClass().getName() + ")"
				: "of the type " + value.getClass().getName();
	}

	private static @Nullable Object number(Number value, Class<?> type) {
		if (type == Double.class || type == Float.class) {
			double number = value.doubleValue();
			if (type == Double.class) {
				return number;
			}
			float less = (float) number;
			return (!Float.isInfinite(less) || Double.isInfinite(number)) ? (Object) less : null;
		}
		BigDecimal exact = decimal(value);
		if (exact == null) {
			return null;
		}
		if (type == BigDecimal.class) {
			return exact;
		}
		boolean whole = exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
		return whole ? wholeNumber(exact, type) : null;
	}

	private static @Nullable Object wholeNumber(BigDecimal exact, Class<?> type) {
		if (type == BigInteger.class) {
			// a number of astronomic scale would take all memory
			return (exact.precision() - exact.scale() > 10_000) ? null : exact.toBigInteger();
		}
		if (exact.abs().compareTo(MAX_LONG) > 0) {
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
		return (type == Byte.class && number == (byte) number) ? (Object) (byte) number : null;
	}

	// of a ratio, which has no exact decimal, none
	private static @Nullable BigDecimal decimal(Number value) {
		if (value instanceof BigDecimal decimal) {
			return decimal;
		}
		try {
			return new BigDecimal(value.toString());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * A value can't be made what is demanded.
	 */
	static final class CoercionException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CoercionException(String sentence) {
			super(sentence);
		}

	}

}
