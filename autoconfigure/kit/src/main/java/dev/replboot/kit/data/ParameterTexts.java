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

import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Values that drivers know no type for, although their text is what a column contains.
 */
final class ParameterTexts {

	private ParameterTexts() {
	}

	/**
	 * The text of a value that is written as one.
	 * @param value any value of a parameter
	 * @return its text, or {@code null} if it is of another kind
	 */
	static @Nullable String of(@Nullable Object value) {
		if (value instanceof InetAddress address) {
			return address.getHostAddress();
		}
		if (value instanceof Locale locale) {
			return locale.toLanguageTag();
		}
		if (value instanceof Class<?> type) {
			return type.getName();
		}
		boolean text = value instanceof Year || value instanceof YearMonth || value instanceof MonthDay
				|| value instanceof ZoneId || value instanceof Currency || value instanceof URI || value instanceof URL
				|| value instanceof Path || value instanceof File || value instanceof AtomicBoolean
				|| (value instanceof CharSequence && !(value instanceof String));
		return text ? String.valueOf(value) : null;
	}

	/**
	 * The error of a value that a driver doesn't know.
	 * @param index the number of the parameter
	 * @param value its value
	 * @return the error, with what to do instead of what the driver advises
	 */
	static IllegalArgumentException unknown(int index, Object value) {
		return new IllegalArgumentException("Parameter " + index + " is a value of " + value.getClass().getName()
				+ ", which the driver can't write. Give what it contains, or its text, as in (str x).");
	}

	/**
	 * Refuse what MariaDB and MySQL have no value for. The driver would write NaN as the
	 * name of a column.
	 * @param index the number of the parameter
	 * @param value its value
	 * @throws IllegalArgumentException if it is such a value
	 */
	static void requireMariaDb(int index, @Nullable Object value) {
		if (value instanceof Number number && !Double.isFinite(number.doubleValue())
				&& (value instanceof Double || value instanceof Float)) {
			throw new IllegalArgumentException("Parameter " + index + " is " + value
					+ ", and this database has no such number. Give another one, or nil.");
		}
		if (value instanceof OffsetTime) {
			throw new IllegalArgumentException("Parameter " + index + " is a time with an offset, " + value
					+ ", and this database has no type for that. Give the time alone, as in (.toLocalTime x).");
		}
	}

	/**
	 * Whether drivers know the class of a value, so that it is the value that they
	 * refuse.
	 * @param value a value of a parameter
	 * @return whether it is of a class that JDBC provides for
	 */
	static boolean isOrdinary(Object value) {
		return value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof byte[]
				|| value.getClass().getName().startsWith("java.sql.")
				|| value.getClass().getName().startsWith("java.time.");
	}

}
