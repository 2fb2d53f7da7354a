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

package dev.replboot.listener.prepl;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.testsupport.BareRepl;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the prepl with {@code clojure.core.server/io-prepl}: the same input, the same
 * maps.
 */
class PreplDifferentialTests {

	private static BareRepl bare;

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		bare = BareRepl.startPrepl();
		repl = TestRepl.open("repl.prepl.enabled=true", "repl.prepl.port=0", "repl.print.readable=false");
	}

	@AfterAll
	static void close() {
		repl.close();
		bare.close();
	}

	static Stream<String> inputs() {
		return Stream.of("(+ 1 2)", "1 2 3", "\"a\\n\\\"b\\\\ \u00e4 \ud83d\ude00\"", "nil", ":a", "\\newline",
				"[1 {:a #{2}}]", "(println \"out\")", "(println \"two\\nlines\") (println \"more\")", "(prn {:a 1})",
				"(binding [*out* *err*] (println \"err\"))", "(do (print \"a\") (flush) (print \"b\") (flush))",
				"(def x 1) x #'x", "(ns other.ns) (+ 1 1) *ns*", "(in-ns 'elsewhere)", "(def y 2)\n(+ y\n y)",
				"1 2 3 [*1 *2 *3]", "(throw (ex-info \"boom\" {:a 1}))", "(throw (Exception. \"no data\"))", "(/ 1 0)",
				"(/ 1 0) (ex-message *e)", "(undefined-fn 1)", "(let [x] x)", "(defn f [x] (inc x)) (f 1)", "(f", ")",
				"(1", "[1 2}", "\"unfinished", "{:a}", "#unknown-tag 1", "#inst \"2026-01-01T00:00:00.000-00:00\"",
				"#uuid \"00000000-0000-0000-0000-000000000001\"", "^:m [1]", "'(quote a)", "`(a ~(+ 1 1))", "#(inc %)",
				"#_ ignored 1", "#'inc", "*ns*", "(ex-info \"as a value\" {:b 2})", "(identity :repl/quit) 1",
				":repl/quit 1", "(read) 5 6", "(read-line) a line\n7",
				"(set! *warn-on-reflection* true) *warn-on-reflection*", "(do (tap> 1) :tapped)",
				"(with-out-str (println 1))", "(dotimes [i 3] (println i))", "", "\n\n", "   1   ", "(list 1 2) '()",
				"1/2 0x1F 2r101 1e3 1M 1N", "Double/NaN ##Inf", "(symbol \"a b\")", "(keyword \"a b\")",
				"(lazy-seq [1 (/ 1 0)])", "(map inc [1 2])", "\"\\u0000\\f\\b\\t\\r\"", "(eval '(+ 1 1))",
				"(do (def ^:dynamic *d* 1) (binding [*d* 2] *d*))", "(require 'no.such.ns)", "(cast String 1)",
				"(throw nil)", "(assert false \"why\")", "(spec/nope)", "a.b.C", "(java.util.Date. 0)",
				"(try (throw (Exception. \"x\")) (finally (println \"f\")))", "@(future (println \"in future\") 1)",
				"(loop [i 0] (if (< i 5) (recur (inc i)) i))", "(let [a 1 b 2]\n  ;; inner\n  (+ a b))");
	}

	@ParameterizedTest
	@MethodSource("inputs")
	void answersAsTheStockPreplDoes(String input) {
		String ours;
		try (ReplClient client = ReplClient.connect(repl.address("prepl").port())) {
			client.send(repl.token(TestPrincipal.ADMIN) + "\n");
			client.readUntil("\n");
			ours = transcript(client, input);
		}
		String theirs;
		try (ReplClient client = bare.connect()) {
			theirs = transcript(client, input);
		}
		if (theirs.contains("(0:0)")) {
			// Clojure has no place for a form that is no list; ours is the form's
			assertThat(ours).doesNotContain("(0:0)", ":line 0");
			theirs = theirs.replace("(0:0)", "(1:1)").replace(":line 0, :column 0", ":line 1, :column 1");
		}
		assertThat(ours).isEqualTo(theirs);
	}

	private static String transcript(ReplClient client, String input) {
		client.send(input + "\n");
		client.endInput();
		return client.readToEnd()
			.lines()
			.filter((line) -> !line.startsWith("{:tag :tap"))
			.map(PreplDifferentialTests::comparable)
			.reduce("", (all, line) -> all + line + "\n");
	}

	// without what depends on time, on the thread and on how many forms came before
	private static String comparable(String line) {
		return line.replaceAll(":ms \\d+", ":ms 0")
			.replaceAll(":trace \\[\\[.*?\\]\\]", ":trace []")
			.replaceAll(":at \\[[^\\]]*\\]", ":at []")
			.replaceAll(":clojure.error/(line|column) \\d+,? ?", "")
			.replaceAll("\\(NO_SOURCE_PATH:\\d+:\\d+\\)", "(NO_SOURCE_PATH)")
			.replaceAll("eval\\d+", "eval")
			.replaceAll("(fn|G)__\\d+", "$1")
			.replaceAll("0x[0-9a-f]{4,}", "0x0")
			.replaceAll("@[0-9a-f]{4,}", "@0");
	}

}
