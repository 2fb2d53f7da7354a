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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import clojure.lang.Compiler;
import clojure.lang.RT;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.kit.patch.Coercion.CoercionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Coercion}.
 */
@NullUnmarked
@Tag("plain")
class CoercionTests {

	private static final int ROUNDS = 2_000;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			anything   | ["a" :b 'c {:n/k #{1}}]                    | [a, b, c, {n/k=[1]}]
			anything   | '(1 (2 [3]))                               | [1, [2, [3]]]
			anything   | (map inc [1 2])                            | [2, 3]
			anything   | (eduction (map inc) [1 2])                 | [2, 3]
			anything   | (object-array [[1]])                       | [[1]]
			anything   | (java.util.ArrayList. [[1] {:a :b}])       | [[1], {a=b}]
			anything   | (java.util.HashMap. {:a [1]})              | {a=[1]}
			anything   | :keyword                                   | keyword
			anything   | 12345678901234567890123N                   | 12345678901234567890123
			anything   | 1/4                                        | 0.25
			anything   | (first {:a 1})                             | [a, 1]
			strings    | ["a" :b 'c]                                | [a, b, c]
			integers   | [1 2N 3.0]                                 | [1, 2, 3]
			integers   | #{7}                                       | [7]
			integers   | (java.util.ArrayList. [1 2])               | [1, 2]
			decimals   | {:price 3 "total" 1/4}                     | {price=3, total=0.25}
			decimals   | (sorted-map "b" 1.5 "a" 2)                 | {a=2, b=1.5}
			nested     | {:a [[1 2] '(3)]}                          | {a=[[1, 2], [3]]}
			longs      | #{1 2N}                                    | [1, 2]
			longs      | [3 1 2]                                    | [3, 1, 2]
			sorted     | [3 1 2]                                    | [1, 2, 3]
			sortedMap  | {:b 1 :a 2}                                | {a=2, b=1}
			concurrent | {:a 1}                                     | {a=1}
			multi      | {:a ["x" "y"]}                             | {a=[x, y]}
			deque      | [1 2]                                      | [1, 2]
			colours    | [:RED 'RED]                                | [RED, RED]
			treeMap    | {:a {:b 1}}                                | {a={b=1}}
			entry      | [:a 1]                                     | a=1
			collection | [[1]]                                      | [[1]]
			sequence   | :name                                      | name
			iterable   | ["a"]                                      | [a]
			wild       | [1 2.5]                                    | [1, 2.5]
			""")
	void dataOfClojureBecomesJavas(String type, String form, String expected) {
		Object made = coerce(type, form);
		assertThat(String.valueOf((made instanceof Object[] array) ? Arrays.asList(array) : made)).isEqualTo(expected);
		assertJava(made);
	}

	@Test
	void elementsHaveTheDeclaredType() {
		assertThat(coerce("integers", "[1 2N 3.0]")).isInstanceOf(ArrayList.class).isEqualTo(List.of(1, 2, 3));
		assertThat(coerce("decimals", "{:price 3}")).isInstanceOf(LinkedHashMap.class)
			.isEqualTo(Map.of("price", BigDecimal.valueOf(3)));
		assertThat(coerce("longs", "#{1 2N}")).isInstanceOf(LinkedHashSet.class).isEqualTo(Set.of(1L, 2L));
		assertThat(coerce("ints", "[1 2]")).isEqualTo(new int[] { 1, 2 });
		assertThat(coerce("ints", "(long-array [1 2])")).isEqualTo(new int[] { 1, 2 });
		assertThat(coerce("lists", "[[1] '(2)]")).isEqualTo(new List<?>[] { List.of(1), List.of(2) });
		assertThat(coerce("grid", "[[1.5] []]")).isEqualTo(new double[][] { { 1.5 }, {} });
		assertThat(((Stream<?>) coerce("stream", "[1]")).toList()).isEqualTo(List.of(1));
		assertThat(((Iterator<?>) coerce("iterator", "[1]")).next()).isEqualTo(1);
		assertThat(coerce("anything", "[1]")).isExactlyInstanceOf(ArrayList.class);
	}

	@Test
	void valuesAreHeldWhereTheTypeHoldsOne() throws Exception {
		assertThat(coerce("optional", "[1]")).isEqualTo(Optional.of(List.of(1)));
		assertThat(coerce("optional", "nil")).isEqualTo(Optional.empty());
		assertThat(coerce("optional", "(java.util.Optional/of [1])")).isEqualTo(Optional.of(List.of(1)));
		assertThat(coerce("optionalInt", "5")).isEqualTo(OptionalInt.of(5));
		assertThat(coerce("optionalInt", "nil")).isEqualTo(OptionalInt.empty());
		assertThat(((CompletionStage<?>) coerce("stage", "[1]")).toCompletableFuture().get()).isEqualTo(List.of(1));
		assertThat(((CompletionStage<?>) coerce("stage", "nil")).toCompletableFuture().get()).isNull();
		for (String later : List.of("(java.util.concurrent.CompletableFuture/completedFuture [1])",
				"(let [f (java.util.concurrent.CompletableFuture.)] (future (.complete f [1])) f)")) {
			assertThat(((CompletableFuture<?>) coerce("stage", later)).get(30, TimeUnit.SECONDS)).isEqualTo(List.of(1));
			assertJava(((CompletableFuture<?>) coerce("anything", later)).get(30, TimeUnit.SECONDS));
		}
		assertThat(((Callable<?>) coerce("callable", "[1]")).call()).isEqualTo(List.of(1));
		assertThat(((Callable<?>) coerce("callable", "(fn [] [1])")).call()).isEqualTo(List.of(1));
	}

	@Test
	void publishersHoldTheDeclaredType() {
		assertThat(((Mono<?>) coerce("mono", "[1]")).block()).isEqualTo(List.of(1));
		assertThat(((Mono<?>) coerce("mono", "nil")).block()).isNull();
		assertThat(((Mono<?>) coerce("mono", "(reactor.core.publisher.Mono/just [1])")).block()).isEqualTo(List.of(1));
		assertThat(((Flux<?>) coerce("flux", "[1 2N]")).collectList().block()).isEqualTo(List.of(1, 2));
		assertThat(((Flux<?>) coerce("flux", "nil")).collectList().block()).isEmpty();
		assertThat(((Flux<?>) coerce("flux", "(reactor.core.publisher.Flux/just 1)")).collectList().block())
			.isEqualTo(List.of(1));
		assertJava(((Flux<?>) coerce("anything", "(reactor.core.publisher.Flux/just [:a])")).blockFirst());
	}

	@Test
	void whatIsTheApplicationsStaysTheSameObject() throws Exception {
		for (String same : List.of("(java.util.ArrayList. [1])", "(java.util.List/of \"a\")", "(object-array [1])",
				"(fn [] [1])", "(java.util.Optional/of 1)", "(reify java.util.List (iterator [_] (throw (Error.))))",
				"(java.util.concurrent.CompletableFuture/completedFuture 1)", "(atom [])",
				"(java.util.Collections/unmodifiableList [[1]])", "(java.util.HashMap. {\"a\" 1})")) {
			Object value = Compiler.eval(RT.readString(same));
			assertThat(Coercion.coerce(value, type("anything"), "It")).as(same).isSameAs(value);
		}
		List<Object> untouched = new ArrayList<>(List.of(RT.readString("[1]")));
		assertThat(Coercion.coerce(untouched, type("anything"), "It", (body) -> body, untouched)).isSameAs(untouched);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					integers | [1 "x"]      | [1] of It is of the type java.lang.String, and has to be of the type java.lang.Integer
					integers | [1 [nil 2.5]]| [1] of It is of the type clojure.lang.PersistentVector
					decimals | {:a {:b 1}}  | [a] of It is of the type clojure.lang.PersistentArrayMap
					longs    | [1 1]        | It has elements more than once
					anything | (range)      | It has more than 1000000 elements, or doesn't end
					decimals | {:a 1 "a" 2} | It has two keys that become a
					ints     | [nil]        | [0] of It is nil, and has to be of the primitive type int
					runnable | [1]          | It is of the type clojure.lang.PersistentVector, and has to be of the type java.lang.Runnable
					strings  | {:a 1}       | It is of the type clojure.lang.PersistentArrayMap
					colours  | [:BLUE]      | [0] of It is of the type clojure.lang.Keyword
					function | (fn [x] x)   | (reify java.util.function.Function …) makes one
					number   | 1/3          | It is the number 1/3
					sortedMap| {1 1 "a" 1}  | It
					""")
	void whatDoesNotFitIsRefusedWithItsPlace(String type, String form, String sentence) {
		assertThatExceptionOfType(CoercionException.class).isThrownBy(() -> coerce(type, form))
			.withMessageContaining(sentence);
	}

	@ParameterizedTest
	@CsvSource({ "9007199254740993, double", "1e400M, double", "16777217, float", "1e300, float", "1/3, double",
			"3.14159265358979323846M, double", "0.1234567890123, float", "9223372036854775808N, long",
			"-9223372036854775809N, long", "2147483648, int", "1.5, int", "##NaN, long", "##Inf, bigDecimal",
			"128, byte", "1e-400M, double", "32768, short", "1e100000M, bigInteger" })
	void numbersThatWouldChangeAreRefused(String number, String type) {
		assertThatExceptionOfType(CoercionException.class).isThrownBy(() -> coerce(type, number))
			.withMessageContaining("It is the number")
			.withMessageContaining("It isn't rounded or cut for you");
	}

	@ParameterizedTest
	@CsvSource({ "(bigint Long/MIN_VALUE), long, -9223372036854775808",
			"9223372036854775807N, long, 9223372036854775807", "9007199254740992, double, 9.007199254740992E15",
			"16777216, float, 1.6777216E7", "0.1M, double, 0.1", "0.1, float, 0.1",
			"(float 1.1), double, 1.100000023841858", "1/4, float, 0.25", "##NaN, float, NaN",
			"##-Inf, float, -Infinity", "3.0, int, 3", "3.00M, byte, 3", "-128, byte, -128", "5, bigInteger, 5",
			"5, bigDecimal, 5", "1.10M, bigDecimal, 1.10" })
	void numbersThatStayTheSameAreConverted(String number, String type, String expected) {
		assertThat(coerce(type, number)).hasToString(expected);
	}

	@Test
	void longsAreConvertedExactlyOrRefused() {
		Random random = new Random(20);
		for (int i = 0; i < ROUNDS; i++) {
			long number = random.nextLong() >> random.nextInt(64);
			assertExact(number, "double", new BigDecimal((double) number));
			assertExact(number, "float", new BigDecimal((float) number));
			assertExact(number, "int", BigDecimal.valueOf((int) number));
			assertExact(number, "short", BigDecimal.valueOf((short) number));
			assertExact(number, "bigInteger", BigDecimal.valueOf(number));
		}
	}

	private static void assertExact(long number, String type, BigDecimal cut) {
		boolean same = cut.compareTo(BigDecimal.valueOf(number)) == 0;
		try {
			Object made = Coercion.coerce(number, type(type), "It");
			BigDecimal exact = (made instanceof BigInteger whole) ? new BigDecimal(whole)
					: (made instanceof Double || made instanceof Float) ? new BigDecimal(((Number) made).doubleValue())
							: BigDecimal.valueOf(((Number) made).longValue());
			assertThat(exact).as(number + " as " + type).isEqualByComparingTo(BigDecimal.valueOf(number));
		}
		catch (CoercionException ex) {
			assertThat(same).as(number + " as " + type).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "int", "boolean", "char" })
	void nothingForAPrimitiveIsRefused(String type) {
		assertThatExceptionOfType(CoercionException.class).isThrownBy(() -> coerce(type, "nil"))
			.withMessage("It is nil, and has to be of the primitive type " + type);
	}

	private static void assertJava(Object value) {
		if (value == null) {
			return;
		}
		assertThat(value.getClass().getName()).doesNotStartWith("clojure.");
		if (value instanceof Map<?, ?> map) {
			map.keySet().forEach(CoercionTests::assertJava);
			map.values().forEach(CoercionTests::assertJava);
		}
		else if (value instanceof Iterable<?> all) {
			all.forEach(CoercionTests::assertJava);
		}
		else if (value instanceof Object[] all) {
			Stream.of(all).forEach(CoercionTests::assertJava);
		}
	}

	private static Object coerce(String type, String form) {
		Object value = Compiler.eval(RT.readString(form));
		return Coercion.coerce(value, type(type), "It");
	}

	private static ResolvableType type(String name) {
		Class<?> simple = switch (name) {
			case "int" -> int.class;
			case "long" -> long.class;
			case "short" -> short.class;
			case "byte" -> byte.class;
			case "double" -> double.class;
			case "float" -> float.class;
			case "boolean" -> boolean.class;
			case "char" -> char.class;
			case "bigInteger" -> BigInteger.class;
			case "bigDecimal" -> BigDecimal.class;
			default -> null;
		};
		return (simple != null) ? ResolvableType.forClass(simple)
				: Stream.of(Types.class.getDeclaredMethods())
					.filter((method) -> method.getName().equals(name))
					.map(ResolvableType::forMethodReturnType)
					.findFirst()
					.orElseThrow(() -> new IllegalArgumentException(name.toUpperCase(Locale.ROOT)));
	}

	enum Colour {

		RED

	}

	/**
	 * Declared types.
	 */
	interface Types {

		Object anything();

		List<String> strings();

		List<Integer> integers();

		Map<String, BigDecimal> decimals();

		Map<String, List<List<Integer>>> nested();

		Set<Long> longs();

		SortedSet<Integer> sorted();

		SortedMap<String, Integer> sortedMap();

		ConcurrentMap<String, Integer> concurrent();

		MultiValueMap<String, String> multi();

		Deque<Integer> deque();

		List<Colour> colours();

		TreeMap<String, Map<String, Integer>> treeMap();

		Map.Entry<String, Integer> entry();

		Collection<Collection<Integer>> collection();

		CharSequence sequence();

		Iterable<String> iterable();

		List<? extends Number> wild();

		int[] ints();

		double[][] grid();

		List<Integer>[] lists();

		Stream<Integer> stream();

		Iterator<Integer> iterator();

		Optional<List<Integer>> optional();

		OptionalInt optionalInt();

		CompletionStage<List<Integer>> stage();

		Callable<List<Integer>> callable();

		Mono<List<Integer>> mono();

		Flux<Integer> flux();

		Runnable runnable();

		Function<String, String> function();

		Number number();

	}

}
