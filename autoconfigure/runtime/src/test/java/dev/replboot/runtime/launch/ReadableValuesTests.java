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

package dev.replboot.runtime.launch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.runtime.TestRuntime;
import dev.replboot.testsupport.Visible;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values are printed as data that can be read back, and in the same way in each run.
 */
class ReadableValuesTests {

	private static final int GENERATED = 3000;

	private static final Given GIVEN = new Given();

	private static TestRuntime runtime;

	@BeforeAll
	static void load() {
		runtime = TestRuntime.isolated(Map.of("given", GIVEN));
	}

	@AfterAll
	static void unload() {
		runtime.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					(java.time.LocalDateTime/of 2026 7 30 8 25) | #time/local-date-time "2026-07-30T08:25"
					(java.time.Instant/ofEpochSecond 0 1) | #time/instant "1970-01-01T00:00:00.000000001Z"
					[{:at (java.time.LocalDate/of 2026 7 30)}] | [{:at #time/local-date "2026-07-30"}]
					java.time.Month/MAY | #time/month "MAY"
					(java.time.ZoneId/of "Europe/Berlin") | #time/zone-id "Europe/Berlin"
					(java.time.ZoneOffset/ofHours 2) | #time/zone-offset "+02:00"
					(java.time.Year/of 12345) | #time/year "12345"
					(java.util.Date. 0) | #inst "1970-01-01T00:00:00.000-00:00"
					(java.sql.Timestamp. 5) | #inst "1970-01-01T00:00:00.005000000-00:00"
					(doto (java.sql.Timestamp. 5) (.setNanos 5000001)) | #sql/timestamp "1970-01-01T00:00:00.005000001Z"
					(java.sql.Date/valueOf "2026-07-30") | #sql/date "2026-07-30"
					(java.sql.Time/valueOf "08:25:00") | #sql/time "08:25:00"
					(int-array [1 2]) | [1 2]
					(object-array [[1] (long-array [2])]) | [[1] [2]]
					(char-array "ab") | [\\a \\b]
					(byte-array [1 -1]) | [1 -1]
					(java.util.Optional/of (int-array 1)) | #java/optional [0]
					(java.util.Optional/empty) | #java/optional nil
					(java.util.OptionalInt/of 3) | #java/optional-int 3
					java.util.concurrent.TimeUnit/DAYS | java.util.concurrent.TimeUnit/DAYS
					(java.util.ArrayDeque. [1 2]) | [1 2]
					(java.util.ArrayList. [1 (object-array 1)]) | [1 [nil]]
					(java.util.LinkedHashMap. {1 (int-array 1)}) | {1 [0]}
					(java.util.Map/entry 1 2) | [1 2]
					(java.util.Set/of 5 3 9 1) | #{1 3 5 9}
					(java.util.Map/of "b" 1 "a" 2 "c" 3) | {"a" 2, "b" 1, "c" 3}
					(java.util.HashSet. [java.util.concurrent.TimeUnit/DAYS java.util.concurrent.TimeUnit/HOURS]) | #{java.util.concurrent.TimeUnit/HOURS java.util.concurrent.TimeUnit/DAYS}
					(java.util.Collections/unmodifiableCollection [1]) | [1]
					(java.util.concurrent.ConcurrentHashMap. {:a 1}) | {:a 1}
					(java.io.File. "/tmp/x") | #java/file "/tmp/x"
					(java.nio.file.Path/of "a" (make-array String 0)) | #java/path "a"
					(java.net.URI. "http://a/b") | #java/uri "http://a/b"
					(Object.) | #object[java.lang.Object]
					(atom [(int-array 1)]) | #object[clojure.lang.Atom {:status :ready, :val [[0]]}]
					(delay 1) | #object[clojure.lang.Delay {:status :pending, :val nil}]
					(promise) | #object[clojure.core$promise$reify {:status :pending, :val nil}]
					(doto (future 1) deref) | #object[clojure.core$future_call$reify {:status :ready, :val 1}]
					(doto (java.util.concurrent.CompletableFuture.) (.complete 1)) | #object[java.util.concurrent.CompletableFuture {:status :ready, :val 1}]
					(java.util.concurrent.CompletableFuture.) | #object[java.util.concurrent.CompletableFuture {:status :pending, :val nil}]
					(java.util.concurrent.locks.ReentrantLock.) | #object[java.util.concurrent.locks.ReentrantLock "[Unlocked]"]
					inc | #function[clojure.core/inc]
					(fn [x] x) | #function[user/fn]
					(do (defn f? [x] x) f?) | #function[user/f?]
					(reify Object (toString [_] "mine")) | #object[user$reify "mine"]
					(do (deftype T [a]) (T. 1)) | #object[user.T]
					(do (defrecord R [a]) (R. (int-array 1))) | #user.R{:a [0]}
					*ns* | #object[clojure.lang.Namespace "user"]
					(.iterator [1 2]) | #object[clojure.lang.PersistentVector$2]
					(.stream [1 2]) | #object[java.util.stream.ReferencePipeline$Head]
					#'inc | #'clojure.core/inc
					(StringBuilder. "a") | #object[java.lang.StringBuilder "a"]
					(reify java.util.function.Supplier (get [_] 1)) | #object[user$reify]
					(tagged-literal 'a/b (int-array 1)) | #a/b [0]
					#:a{:b (int-array 1)} | #:a{:b [0]}
					(with-meta [(int-array 1)] {:type :none}) | [[0]]
					(range 3) | (0 1 2)
					nil | nil
					[1N 1M 1/2 \\a "s" :k 'sym #"re" ##Inf] | [1N 1M 1/2 \\a "s" :k sym #"re" ##Inf]
					""")
	void aValueIsPrintedAsData(String form, String printed) {
		assertThat(runtime.eval(form.replace("\\\\", "\\"))).isEqualTo(printed.replace("\\\\", "\\"));
	}

	@Test
	void whatIsPrintedCanBeReadBack() {
		List<Object> values = generated(new Random(16));
		GIVEN.values = values;
		GIVEN.text = runtime.eval("(vec (.values repl.host/given))");
		assertThat(GIVEN.text).doesNotContain("#object");
		assertThat(runtime.eval("(keep-indexed (fn [i [a b]] (when-not (= a b) [i a b])) "
				+ "(map vector (.values repl.host/given) (read-string (.text repl.host/given))))"))
			.isEqualTo("()");
	}

	@Test
	void whatIsPrintedCanBeEvaluated() {
		List<Object> values = generated(new Random(17)).subList(0, 300);
		SoftAssertions softly = new SoftAssertions();
		GIVEN.values = values;
		String text = runtime.eval("(vec (.values repl.host/given))");
		softly.assertThat(runtime.eval("(= (vec (.values repl.host/given)) (identity " + text + "))"))
			.isEqualTo("true");
		softly.assertThat(runtime.eval("(= (vec (.values repl.host/given)) '" + text + ")")).isEqualTo("true");
		softly.assertThat(runtime.eval("(load-string \"(str #time/local-date \\\"2026-07-30\\\")\")"))
			.isEqualTo("\"2026-07-30\"");
		softly.assertThat(runtime.eval("(class (first [#sql/date \"2026-07-30\"]))")).isEqualTo("java.sql.Date");
		softly.assertAll();
	}

	private static List<Object> generated(Random random) {
		List<Object> values = new ArrayList<>();
		for (int i = 0; i < GENERATED; i++) {
			values.add(generate(random, 3));
		}
		return values;
	}

	private static Object generate(Random random, int depth) {
		long days = (long) (random.nextGaussian() * 1_000_000);
		LocalDate date = LocalDate.ofEpochDay(days);
		LocalTime time = LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L))
			.truncatedTo(
					random.nextBoolean() ? java.time.temporal.ChronoUnit.NANOS : java.time.temporal.ChronoUnit.MINUTES);
		LocalDateTime both = LocalDateTime.of(date, time);
		ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-64800, 64801));
		ZoneId zone = ZoneId
			.of(new String[] { "Europe/Berlin", "UTC", "America/St_Johns", "Z", "GMT+3" }[random.nextInt(5)]);
		return switch (random.nextInt(27)) {
			case 0 -> date;
			case 1 -> time;
			case 2 -> both;
			case 3 -> both.atOffset(offset);
			case 4 -> time.atOffset(offset);
			case 5 -> both.atZone(zone);
			case 6 -> both.toInstant(offset);
			case 7 -> Duration.ofSeconds(random.nextLong() >> 8, random.nextInt());
			case 8 -> Period.of(random.nextInt(), random.nextInt(), random.nextInt());
			case 9 -> Year.of(date.getYear());
			case 10 -> YearMonth.from(date);
			case 11 -> MonthDay.from(date);
			case 12 -> date.getDayOfWeek();
			case 13 -> date.getMonth();
			case 14 -> zone;
			case 15 -> offset;
			case 16 -> new java.util.Date(random.nextLong() >> 20);
			case 17 -> java.sql.Timestamp.from(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
			case 18 -> java.sql.Date.valueOf(LocalDate.ofEpochDay(random.nextInt(30000)));
			case 19 -> java.sql.Time.valueOf(time.withNano(0));
			case 20 -> new UUID(random.nextLong(), random.nextLong());
			case 21 -> (depth > 0) ? Optional.of(generate(random, depth - 1)) : Optional.empty();
			case 22 -> OptionalInt.of(random.nextInt());
			case 23 -> (depth > 0) ? new ArrayList<>(List.of(generate(random, depth - 1), generate(random, depth - 1)))
					: List.of();
			case 24 -> (depth > 0) ? Map.of("a", generate(random, depth - 1)) : Map.of();
			case 25 -> new java.io.File("/a b/\"" + random.nextInt());
			default -> "text \" \\ \n" + random.nextInt();
		};
	}

	@Test
	void whatWouldControlATerminalIsEscapedAndReadBack() {
		StringBuilder all = new StringBuilder();
		for (char character = 0; character < 0x3000; character++) {
			all.append(character);
		}
		all.append("\u202e\u2066\ufeff\ud800 \ud83d\ude00 \udb40\udc41 \"quoted\" \\");
		GIVEN.values = List.of(all.toString());
		String printed = runtime.eval("(first (.values repl.host/given))");
		Visible.assertVisible(printed);
		GIVEN.text = printed;
		assertThat(runtime.eval("(= (first (.values repl.host/given)) (read-string (.text repl.host/given)))"))
			.isEqualTo("true");
		assertThat(runtime.eval("(mapv char [27 0x202e 10 65 0x2028 0x9b])"))
			.isEqualTo("[\\u001b \\u202e \\newline \\A \\u2028 \\u009b]");
		assertThat(runtime.eval("[(keyword \"a\\u001bb\") (symbol \"c\\u202ed\") (re-pattern \"e\\u001bf\")]"))
			.isEqualTo("[:a\\u001bb c\\u202ed #\"e\\u001bf\"]");
		assertThat(runtime.eval("{\"日本 \u00fc\" \"a\\nb\\tc\"}")).isEqualTo("{\"日本 \u00fc\" \"a\\nb\\tc\"}");
	}

	@Test
	void twoRunsPrintTheSame() {
		String form = "[(java.util.Set/of :a :b :c :d :e) (java.util.Map/of java.util.concurrent.TimeUnit/DAYS 1 String 2 \"x\" 3)"
				+ " (fn []) (reify Runnable (run [_])) (atom (Object.)) (java.util.HashMap. {Object 1 String 2 Long 3})"
				+ " (Thread. (fn []) \"t\") (proxy [java.util.ArrayList] []) (java.util.concurrent.Semaphore. 1) print-method"
				+ " (java.util.function.Function/identity) (try (throw (ex-info \"x\" {:o (Object.)})) (catch Throwable e (ex-data e)))"
				+ " (object-array 2) (volatile! 1) (agent 1) (ref 2) (java.util.stream.Stream/of 1) (ThreadLocal.)"
				+ " (java.util.concurrent.FutureTask. (fn [])) (transient []) (.keySet (java.util.Map/of 1 2))]";
		String first = runtime.eval(form);
		try (TestRuntime other = TestRuntime.isolated(Map.of())) {
			other.eval("(mapv (fn [i] (fn [] i)) (range 3))");
			assertThat(other.eval(form)).isEqualTo(first);
		}
		assertThat(first).doesNotContainPattern("@[0-9a-f]{5,}|0x[0-9a-f]+|__\\d");
	}

	@Test
	void somebodyElsesPrintMethodIsCalled() {
		assertThat(runtime.eval("(do (deftype Money [a]) (defmethod print-method Money [m ^java.io.Writer w]"
				+ " (.write w (str \"$\" (.a ^Money m)))) [(Money. 1) {:m (java.util.ArrayList. [(Money. 2)])}])"))
			.isEqualTo("[$1 {:m [$2]}]");
		assertThat(runtime.eval("(with-meta [1] {:type ::odd})")).isEqualTo("[1]");
		assertThat(runtime.eval("(do (defmethod print-method ::odd [_ ^java.io.Writer w] (.write w \"odd\"))"
				+ " [(with-meta [1] {:type ::odd})])"))
			.isEqualTo("[odd]");
	}

	@Test
	void whatUserCodePrintsItselfIsPrintedAsClojureDoes() {
		assertThat(runtime.eval("(pr-str (java.time.LocalDate/of 2026 7 30))"))
			.startsWith("\"#object[java.time.LocalDate 0x");
		assertThat(runtime.eval("(do (prn (object-array 1)) 1)")).startsWith("#object[\"[Ljava.lang.Object;\" 0x");
		assertThat(runtime.eval("(do (set! repl.host/*readable-values* false) 1)")).isEqualTo("1");
	}

	@Test
	void limitsOfPrintingHold() {
		assertThat(
				runtime.eval("(do (set! *print-length* 3) [(int-array 10) (java.util.ArrayDeque. (range 9)) (range)])"))
			.isEqualTo("[[0 0 0 ...] [0 1 2 ...] (0 1 2 ...)]");
		assertThat(
				runtime.eval("(do (set! *print-level* 2) [[1] [[1]] (int-array 1) (object-array [[1]]) {:a {:b 1}}])"))
			.isEqualTo("[[1] [#] [0] [#] {:a #}]");
		assertThat(runtime.eval("(do (set! *print-level* 3) (let [l (java.util.ArrayList.)] (.add l l) l))"))
			.isEqualTo("[[[#]]]");
		assertThat(runtime.eval("(do (set! *print-length* 0) [(int-array 1) [] {1 2}])")).isEqualTo("[...]");
	}

	@Test
	void printingAsksForNoMoreThanClojureDoes() {
		String seen = "(let [n (atom 0) s ((fn f [i] (lazy-seq (swap! n inc) (cons i (f (inc i))))) 0)] (def n n) s)";
		runtime.eval("(do (set! *print-length* 3) " + seen + ")");
		String ours = runtime.eval("@n");
		runtime.eval("(do (set! *print-length* 3) (binding [*out* (java.io.StringWriter.)] (pr " + seen + ")))");
		assertThat(ours).isEqualTo(runtime.eval("@n"));
	}

	/**
	 * What evaluated code gets hold of.
	 */
	public static final class Given {

		private volatile List<Object> values = List.of();

		private volatile String text = "";

		public List<Object> values() {
			return this.values;
		}

		public String text() {
			return this.text;
		}

	}

}
