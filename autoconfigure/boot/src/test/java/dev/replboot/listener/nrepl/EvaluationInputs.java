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

package dev.replboot.listener.nrepl;

import java.util.List;
import java.util.Map;

import dev.replboot.listener.nrepl.ComparedInput.Until;

/**
 * Forms, their output and their errors.
 */
final class EvaluationInputs {

	private static final String PRINT = "nrepl.middleware.print/print";

	private static final String STREAM = "nrepl.middleware.print/stream?";

	private static final String CAUGHT = "nrepl.middleware.caught/caught";

	private static final String PRINT_THROWN = "nrepl.middleware.caught/print?";

	private EvaluationInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(ComparedInput.eval("Forms", "(+ 1 2)"), ComparedInput.eval("Forms", "1 2 3"),
				ComparedInput.eval("Forms", ""), ComparedInput.eval("Forms", ";; nothing"),
				ComparedInput.eval("Forms", "nil"), ComparedInput.eval("Forms", "#_gone"),
				ComparedInput.eval("Forms", "(def there 1)"), ComparedInput.eval("Forms", "(defn f [x] x) (f 1)"),
				ComparedInput.eval("Forms", "5").thenEval("*1"),
				ComparedInput.eval("Forms", "1 2 3").thenEval("[*1 *2 *3]"),
				ComparedInput.eval("Forms", "(ns there.now) (str *ns*)").thenEval("(str *ns*)"),
				ComparedInput.eval("Forms", "(str *ns*)", "ns", "clojure.string").thenEval("(str *ns*)"),
				ComparedInput.eval("Forms", "1", "ns", "nowhere"),
				ComparedInput.eval("Forms", "(def in-there 1)", "ns", "there.now"),
				ComparedInput.eval("Forms", "(set! *print-length* 2) (range 5)").thenEval("(range 5)"),
				ComparedInput.eval("Forms", "(set! *warn-on-reflection* true)").thenEval("(some? (fn [x] (.foo x)))"),
				ComparedInput.eval("Forms", ":repl/quit"), ComparedInput.eval("Forms", "::k"),
				ComparedInput.eval("Forms", "'(a \\b \"c\" #\"d\" #{1} {:e 2})"),
				ComparedInput.eval("Forms", "[\"ä €  𝄞\" \\𝄀 (count \"𝄞\")]").differs(NreplDifference.READ_ERROR),
				ComparedInput.eval("Forms", "\"ä € 𝄞\""), ComparedInput.eval("Forms", "(print \"ä € 𝄞 \\u0000\")"),
				ComparedInput.eval("Forms", "#?(:clj 1 :cljs 2)"),
				ComparedInput.eval("Forms", "'#?(:clj 1)", "read-cond", "preserve").differs(NreplDifference.PLACES),
				ComparedInput.eval("Forms", "'#?(:clj 1)", "read-cond", "allow"),
				ComparedInput.eval("Forms", "1", "read-cond", "nonsense"),
				ComparedInput.eval("Forms", "(with-out-str (println 1))"),
				ComparedInput.eval("Forms", "@(future (println 1) 2)"),
				ComparedInput.eval("Forms", "(apply str (repeat 300000 \"x\"))"),
				ComparedInput.eval("Forms", "(count (range 100000))"),
				ComparedInput.eval("Forms", "(str \"" + "y".repeat(70_000) + "\")")
					.differs(NreplDifference.LARGE_LITERAL),
				ComparedInput.eval("Forms", "(range 2000)").differs(NreplDifference.PRINT_LIMITS),
				ComparedInput.eval("Forms", "[*print-length* *print-level* *read-eval* *print-namespace-maps* *repl*]")
					.differs(NreplDifference.PRINT_LIMITS),
				ComparedInput.eval("Forms", "#=(+ 1 2)"),
				ComparedInput.eval("Forms", "[(Thread/interrupted) (instance? Thread (Thread/currentThread))]"),
				ComparedInput.eval("Forms", "[#inst \"2020-01-02\" #uuid \"9c1f5d2e-0000-0000-0000-000000000001\"]"),
				ComparedInput.of("Forms", "op", "eval"), ComparedInput.of("Forms", "op", "eval", "code", 5),
				ComparedInput.of("Forms", "op", "eval", "code", List.of("(+ 1 2)", "3"))
					.differs(NreplDifference.CODE_AS_DATA),
				ComparedInput.of("Forms", "op", "eval", "code", Map.of("a", 1)).differs(NreplDifference.CODE_AS_DATA),
				ComparedInput.eval("Forms", "(+ 1 2)", "session", ComparedInput.NONE),
				ComparedInput.eval("Forms", "(str *ns*)", "session", ComparedInput.NONE),
				ComparedInput.eval("Forms", "(+ 1 2)", "eval", "clojure.core/identity")
					.differs(NreplDifference.EVALUATOR),
				ComparedInput.eval("Forms", "(+ 1 2)", "id", ComparedInput.NONE),
				ComparedInput.eval("Forms", "(+ 1 2)", "unknown-field", "x"),
				ComparedInput.eval("Output", "(println 1)"), ComparedInput.eval("Output", "(print 1) (print 2)"),
				ComparedInput.eval("Output", "(do (print 1) (flush) (print 2))"),
				ComparedInput.eval("Output", "(println \"a\nb\") (prn \"a\")"),
				ComparedInput.eval("Output", "(binding [*out* *err*] (println 1))"),
				ComparedInput.eval("Output", "(do (println 1) (binding [*out* *err*] (println 2)) (println 3))"),
				ComparedInput.eval("Output", "(map println (range 3))"),
				ComparedInput.eval("Output", "(map (fn [n] (print n) n) (range 3))")
					.differs(NreplDifference.OUTPUT_FIRST),
				ComparedInput.eval("Output", "(binding [*out* *err*] (print 1)) :after"),
				ComparedInput.eval("Output", "(print (apply str (repeat 3000 \"o\")))"),
				ComparedInput.eval("Output", "(dotimes [_ 3] (print (apply str (repeat 20 \"x\"))))", "out-limit", 30),
				ComparedInput.of("Output", "op", "clone", "out-limit", 20)
					.then("op", "eval", "code", "(print (apply str (repeat 50 \"x\")))", "session",
							ComparedInput.CLONE),
				ComparedInput.eval("Output", "(print (apply str (repeat 30 \"x\")))", "out-limit", 5)
					.differs(NreplDifference.BUFFER_SIZES),
				ComparedInput.eval("Output", "(print 1)", "out-limit", 0),
				ComparedInput.eval("Output", "(print 1)", "out-limit", "30")
					.until(Until.DONE_HERE)
					.differs(NreplDifference.NUMBERS),
				ComparedInput.eval("Output", "(.write *out* 65)"),
				ComparedInput.eval("Output", "(require 'clojure.test) (clojure.test/run-tests)"),
				ComparedInput.eval("Output", "(do (add-tap println) (tap> 1) (remove-tap println))"),
				ComparedInput.eval("Errors", "(/ 1 0)"), ComparedInput.eval("Errors", "(throw (ex-info \"a\" {:b 1}))"),
				ComparedInput.eval("Errors", "(nope)"), ComparedInput.eval("Errors", "(let [x])"),
				ComparedInput.eval("Errors", "(throw (Error. \"e\"))"),
				ComparedInput.eval("Errors", "(throw (RuntimeException. \"a\" (IllegalStateException. \"b\")))"),
				ComparedInput.eval("Errors", "(map #(/ 1 %) [0])"), ComparedInput.eval("Errors", "(/ 1 0) :after"),
				ComparedInput.eval("Errors", "(throw (ex-info \"a\" {}))").thenEval("(ex-message *e)"),
				ComparedInput.eval("Errors", "(/ 1 0)", CAUGHT, "no.such/handler"),
				ComparedInput.eval("Errors", "1", CAUGHT, "no.such/handler"),
				ComparedInput.eval("Errors", "1", CAUGHT, "no.such/handler", PRINT, "no.such/printer"),
				ComparedInput.eval("Errors", "(/ 1 0)", CAUGHT, "clojure.main/repl-caught"),
				ComparedInput.eval("Errors", "(defn mine [e] (println \"mine\" (ex-message e)))")
					.then("op", "eval", "code", "(/ 1 0) 1", CAUGHT, "user/mine"),
				ComparedInput.eval("Errors", "(defn mine-fails [e] (throw (ex-info \"second\" {})))")
					.then("op", "eval", "code", "(/ 1 0) 1", CAUGHT, "user/mine-fails")
					.until(Until.DONE_HERE)
					.differs(NreplDifference.CAUGHT_THROWS),
				ComparedInput.eval("Errors", "(throw (ex-info \"x\" {:a 1}))", PRINT_THROWN, List.of()),
				ComparedInput
					.eval("Errors", "(defn short [v w o] (.write w (if (instance? Throwable v) (ex-message v) \"?\")))")
					.then("op", "eval", "code", "(throw (ex-info \"x\" {:a 1}))", PRINT_THROWN, 1, PRINT, "user/short"),
				ComparedInput
					.eval("Errors",
							"(defn short2 [v w o] (.write w (if (instance? Throwable v) (ex-message v) \"?\")))")
					.then("op", "eval", "code", "(throw (ex-info \"x\" {:a 1}))", PRINT_THROWN, 1, PRINT, "user/short2",
							STREAM, 1),
				ComparedInput.eval("Errors", "(+ 1"),
				ComparedInput.eval("Errors", "1 ) 2").differs(NreplDifference.READ_ERROR),
				ComparedInput.eval("Errors", "{:a}"), ComparedInput.eval("Errors", "{:a 1 :a 2}"),
				ComparedInput.eval("Errors", "#no.such/tag 1"), ComparedInput.eval("Errors", "\"open"),
				ComparedInput.eval("Errors", "1 (println 2) #< 3").differs(NreplDifference.READ_ERROR),
				ComparedInput.eval("Errors", "(throw nil)"),
				ComparedInput.eval("Errors", "(require 'no.such.namespace)"),
				ComparedInput.eval("Errors", "(assert false \"why\")"),
				ComparedInput.eval("Errors", "(defn x [] (throw (ex-info \"deep\" {}))) (x)"),
				ComparedInput.eval("Errors", "(print \"before\") (throw (ex-info \"a\" {}))"));
	}

}
