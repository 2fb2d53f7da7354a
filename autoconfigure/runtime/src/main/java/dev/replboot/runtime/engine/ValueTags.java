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

package dev.replboot.runtime.engine;

import java.io.File;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

import clojure.lang.AFn;
import clojure.lang.Associative;
import clojure.lang.IFn;
import clojure.lang.Symbol;
import clojure.lang.TaggedLiteral;
import org.jspecify.annotations.Nullable;

/**
 * The tags with which values are printed that Clojure has no literals for, and the
 * functions that read them. Those functions parse and do nothing else: they run no code
 * of the application, load no class and open nothing.
 */
public final class ValueTags {

	private static final Map<Symbol, IFn> READERS = new LinkedHashMap<>();

	private static final Map<Class<?>, Tag> BY_CLASS = new LinkedHashMap<>();

	static {
		text("time/instant", Instant.class, Instant::parse, null);
		text("time/local-date", LocalDate.class, LocalDate::parse, null);
		text("time/local-time", LocalTime.class, LocalTime::parse, null);
		text("time/local-date-time", LocalDateTime.class, LocalDateTime::parse, null);
		text("time/offset-time", OffsetTime.class, OffsetTime::parse, null);
		text("time/offset-date-time", OffsetDateTime.class, OffsetDateTime::parse, null);
		text("time/zoned-date-time", ZonedDateTime.class, ZonedDateTime::parse, null);
		text("time/duration", Duration.class, Duration::parse, null);
		text("time/period", Period.class, Period::parse, null);
		// neither writes the sign that it wants to read from the year 10000 on
		text("time/year", Year.class, (text) -> Year.of(Integer.parseInt(text)), null);
		text("time/year-month", YearMonth.class, YearMonth::parse,
				(month) -> ((month.getYear() > 9999) ? "+" : "") + month);
		text("time/month-day", MonthDay.class, MonthDay::parse, null);
		text("time/month", Month.class, Month::valueOf, null);
		text("time/day-of-week", DayOfWeek.class, DayOfWeek::valueOf, null);
		text("time/zone-offset", ZoneOffset.class, ZoneOffset::of, null);
		text("time/zone-id", ZoneId.class, ZoneId::of, null);
		text("sql/date", java.sql.Date.class, java.sql.Date::valueOf, null);
		text("sql/time", Time.class, Time::valueOf, null);
		text("sql/timestamp", Timestamp.class, (text) -> Timestamp.from(Instant.parse(text)),
				(timestamp) -> timestamp.toInstant().toString());
		text("java/uri", URI.class, URI::create, null);
		text("java/file", File.class, File::new, null);
		text("java/path", Path.class, Path::of, null);
		form("java/optional", Optional.class, Optional::ofNullable,
				(optional) -> optional.isPresent() ? optional.get() : null);
		form("java/optional-int", OptionalInt.class,
				(form) -> (form != null) ? OptionalInt.of(((Number) form).intValue()) : OptionalInt.empty(),
				(optional) -> optional.isPresent() ? optional.getAsInt() : null);
		form("java/optional-long", OptionalLong.class,
				(form) -> (form != null) ? OptionalLong.of(((Number) form).longValue()) : OptionalLong.empty(),
				(optional) -> optional.isPresent() ? optional.getAsLong() : null);
		form("java/optional-double", OptionalDouble.class,
				(form) -> (form != null) ? OptionalDouble.of(((Number) form).doubleValue()) : OptionalDouble.empty(),
				(optional) -> optional.isPresent() ? optional.getAsDouble() : null);
		// what can't be made again is at least data
		for (String tag : new String[] { "object", "function", "error", "java/record", "jpa/entity", "jpa/embeddable",
				"jpa/not-loaded", "spring/bean" }) {
			Symbol symbol = Symbol.intern(tag);
			READERS.put(symbol, new Reader((form) -> TaggedLiteral.create(symbol, form)));
		}
	}

	private ValueTags() {
	}

	private static <T> void text(String tag, Class<T> type, Function<String, T> parse,
			@Nullable Function<T, String> format) {
		add(tag, type, (form) -> {
			if (form instanceof String text) {
				return parse.apply(text);
			}
			throw new IllegalArgumentException("#" + tag + " takes a string.");
		}, (value) -> (format != null) ? format.apply(value) : value.toString());
	}

	private static <T> void form(String tag, Class<T> type, Function<@Nullable Object, T> parse,
			Function<T, @Nullable Object> content) {
		add(tag, type, parse, content);
	}

	private static <T> void add(String tag, Class<T> type, Function<@Nullable Object, T> parse,
			Function<T, @Nullable Object> content) {
		READERS.put(Symbol.intern(tag), new Reader(parse::apply));
		BY_CLASS.put(type, new Tag(tag, (value) -> content.apply(type.cast(value))));
	}

	/**
	 * The tag of a value.
	 * @param value the value
	 * @return its tag, or {@code null} if it is printed in another way
	 */
	static @Nullable Tag of(Object value) {
		Tag tag = BY_CLASS.get(value.getClass());
		if (tag != null) {
			return isExact(value) ? tag : null;
		}
		if (value instanceof ZoneId) {
			return BY_CLASS.get(ZoneId.class);
		}
		return (value instanceof Path path && path.getFileSystem() == FileSystems.getDefault())
				? BY_CLASS.get(Path.class) : null;
	}

	// a date of SQL may have a time, which its text hasn't
	private static boolean isExact(Object value) {
		if (value instanceof java.sql.Date date) {
			return java.sql.Date.valueOf(date.toString()).getTime() == date.getTime();
		}
		if (value instanceof Time time) {
			return Time.valueOf(time.toString()).getTime() == time.getTime();
		}
		// else it is what #inst reads
		return !(value instanceof Timestamp timestamp) || timestamp.getNanos() % 1_000_000 != 0;
	}

	/**
	 * The functions that read the tags, by tag.
	 * @param others the readers that there are, which win
	 * @return all readers
	 */
	static Associative readers(Associative others) {
		Associative all = others;
		for (Map.Entry<Symbol, IFn> reader : READERS.entrySet()) {
			if (!all.containsKey(reader.getKey())) {
				all = all.assoc(reader.getKey(), reader.getValue());
			}
		}
		return all;
	}

	/**
	 * Whether a reader of a tag is one of these, which only parse.
	 * @param reader the value that {@code *data-readers*} has for the tag
	 * @return whether it is
	 */
	static boolean isOurs(@Nullable Object reader) {
		return reader instanceof Reader;
	}

	/**
	 * Read a value; called by compiled code of which it is a constant.
	 * @param tag the tag
	 * @param form what follows the tag
	 * @return the value
	 */
	public static @Nullable Object read(String tag, @Nullable Object form) {
		IFn reader = READERS.get(Symbol.intern(tag));
		if (reader == null) {
			throw new IllegalArgumentException("There is no tag #" + tag + ".");
		}
		return reader.invoke(form);
	}

	static Map<Class<?>, Tag> byClass() {
		return BY_CLASS;
	}

	/**
	 * A tag and what follows it.
	 *
	 * @param name the tag's namespace and name
	 * @param content makes what is printed after the tag
	 */
	record Tag(String name, Function<Object, @Nullable Object> content) {

	}

	/**
	 * Reads what follows a tag.
	 */
	private static final class Reader extends AFn {

		private final Function<@Nullable Object, @Nullable Object> parse;

		private Reader(Function<@Nullable Object, @Nullable Object> parse) {
			this.parse = parse;
		}

		@Override
		public @Nullable Object invoke(@Nullable Object form) {
			return this.parse.apply(form);
		}

	}

}
