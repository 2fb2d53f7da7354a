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

import static dev.replboot.listener.nrepl.ComparedInput.eval;
import static dev.replboot.listener.nrepl.ComparedInput.of;
import static dev.replboot.listener.nrepl.NreplDifference.BUFFER_SIZES;
import static dev.replboot.listener.nrepl.NreplDifference.CAUGHT_THROWS;
import static dev.replboot.listener.nrepl.NreplDifference.CODE_AS_DATA;
import static dev.replboot.listener.nrepl.NreplDifference.EVALUATOR;
import static dev.replboot.listener.nrepl.NreplDifference.LARGE_LITERAL;
import static dev.replboot.listener.nrepl.NreplDifference.NUMBERS;
import static dev.replboot.listener.nrepl.NreplDifference.OUTPUT_FIRST;
import static dev.replboot.listener.nrepl.NreplDifference.PRINT_LIMITS;
import static dev.replboot.listener.nrepl.NreplDifference.READ_ERROR;

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
		return List.of(
				eval("Forms", "(+ 1 2)"), eval("Forms", "1 2 3"), eval("Forms", ""), eval("Forms", ";; nothing"),
				eval("Forms", "nil"), eval("Forms", "#_gone"), eval("Forms", "(def there 1)"),
				eval("Forms", "(defn f [x] x) (f 1)"), eval("Forms", "5").thenEval("*1"),
				eval("Forms", "1 2 3").thenEval("[*1 *2 *3]"), eval("Forms", "(ns there.now) (str *ns*)").thenEval("(str *ns*)"),
				eval("Forms", "(str *ns*)", "ns", "clojure.string").thenEval("(str *ns*)"), eval("Forms", "1", "ns", "nowhere"),
				eval("Forms", "(def in-there 1)", "ns", "there.now"),
				eval("Forms", "(set! *print-length* 2) (range 5)").thenEval("(range 5)"),
				eval("Forms", "(set! *warn-on-reflection* true)").thenEval("(some? (fn [x] (.foo x)))"),
				eval("Forms", ":repl/quit"), eval("Forms", "::k"), eval("Forms", "'(a \\b \"c\" #\"d\" #{1} {:e 2})"),
				eval("Forms", "[\"ä €  𝄞\" \\𝄀 (count \"𝄞\")]").differs(READ_ERROR),
				eval("Forms", "\"ä € 𝄞\""), eval("Forms", "(print \"ä € 𝄞 \\u0000\")"),
				eval("Forms", "#?(:clj 1 :cljs 2)"), eval("Forms", "'#?(:clj 1)", "read-cond", "preserve"),
				eval("Forms", "'#?(:clj 1)", "read-cond", "allow"), eval("Forms", "1", "read-cond", "nonsense"),
				eval("Forms", "(with-out-str (println 1))"), eval("Forms", "@(future (println 1) 2)"),
				eval("Forms", "(apply str (repeat 300000 \"x\"))"), eval("Forms", "(count (range 100000))"),
				eval("Forms", "(str \"" + "y".repeat(70_000) + "\")").differs(LARGE_LITERAL), eval("Forms", "(range 2000)").differs(PRINT_LIMITS),
				eval("Forms", "[*print-length* *print-level* *read-eval* *print-namespace-maps* *repl*]").differs(PRINT_LIMITS),
				eval("Forms", "#=(+ 1 2)"), eval("Forms", "[(Thread/interrupted) (instance? Thread (Thread/currentThread))]"),
				eval("Forms", "[#inst \"2020-01-02\" #uuid \"9c1f5d2e-0000-0000-0000-000000000001\"]"),
				of("Forms", "op", "eval"), of("Forms", "op", "eval", "code", 5),
				of("Forms", "op", "eval", "code", List.of("(+ 1 2)", "3")).differs(CODE_AS_DATA),
				of("Forms", "op", "eval", "code", Map.of("a", 1)).differs(CODE_AS_DATA),
				eval("Forms", "(+ 1 2)", "session", ComparedInput.NONE),
				eval("Forms", "(str *ns*)", "session", ComparedInput.NONE),
				eval("Forms", "(+ 1 2)", "eval", "clojure.core/identity").differs(EVALUATOR),
				eval("Forms", "(+ 1 2)", "id", ComparedInput.NONE), eval("Forms", "(+ 1 2)", "unknown-field", "x"),
				eval("Output", "(println 1)"), eval("Output", "(print 1) (print 2)"),
				eval("Output", "(do (print 1) (flush) (print 2))"), eval("Output", "(println \"a\nb\") (prn \"a\")"),
				eval("Output", "(binding [*out* *err*] (println 1))"),
				eval("Output", "(do (println 1) (binding [*out* *err*] (println 2)) (println 3))"),
				eval("Output", "(map println (range 3))"), eval("Output", "(map (fn [n] (print n) n) (range 3))").differs(OUTPUT_FIRST),
				eval("Output", "(binding [*out* *err*] (print 1)) :after"),
				eval("Output", "(print (apply str (repeat 3000 \"o\")))"),
				eval("Output", "(dotimes [_ 3] (print (apply str (repeat 20 \"x\"))))", "out-limit", 30),
				of("Output", "op", "clone", "out-limit", 20)
					.then("op", "eval", "code", "(print (apply str (repeat 50 \"x\")))", "session", ComparedInput.CLONE),
				eval("Output", "(print (apply str (repeat 30 \"x\")))", "out-limit", 5).differs(BUFFER_SIZES),
				eval("Output", "(print 1)", "out-limit", 0), eval("Output", "(print 1)", "out-limit", "30").until(Until.DONE_HERE).differs(NUMBERS),
				eval("Output", "(.write *out* 65)"), eval("Output", "(require 'clojure.test) (clojure.test/run-tests)"),
				eval("Output", "(do (add-tap println) (tap> 1) (remove-tap println))"),
				eval("Errors", "(/ 1 0)"), eval("Errors", "(throw (ex-info \"a\" {:b 1}))"), eval("Errors", "(nope)"),
				eval("Errors", "(let [x])"), eval("Errors", "(throw (Error. \"e\"))"),
				eval("Errors", "(throw (RuntimeException. \"a\" (IllegalStateException. \"b\")))"),
				eval("Errors", "(map #(/ 1 %) [0])"), eval("Errors", "(/ 1 0) :after"),
				eval("Errors", "(throw (ex-info \"a\" {}))").thenEval("(ex-message *e)"),
				eval("Errors", "(/ 1 0)", CAUGHT, "no.such/handler"), eval("Errors", "1", CAUGHT, "no.such/handler"),
				eval("Errors", "1", CAUGHT, "no.such/handler", PRINT, "no.such/printer"),
				eval("Errors", "(/ 1 0)", CAUGHT, "clojure.main/repl-caught"),
				eval("Errors", "(defn mine [e] (println \"mine\" (ex-message e)))").then("op", "eval", "code", "(/ 1 0) 1",
						CAUGHT, "user/mine"),
				eval("Errors", "(defn mine-fails [e] (throw (ex-info \"second\" {})))").then("op", "eval", "code", "(/ 1 0) 1",
						CAUGHT, "user/mine-fails").until(Until.DONE_HERE).differs(CAUGHT_THROWS),
				eval("Errors", "(throw (ex-info \"x\" {:a 1}))", PRINT_THROWN, List.of()),
				eval("Errors", "(defn short [v w o] (.write w (if (instance? Throwable v) (ex-message v) \"?\")))").then("op",
						"eval", "code", "(throw (ex-info \"x\" {:a 1}))", PRINT_THROWN, 1, PRINT, "user/short"),
				eval("Errors", "(defn short2 [v w o] (.write w (if (instance? Throwable v) (ex-message v) \"?\")))").then("op",
						"eval", "code", "(throw (ex-info \"x\" {:a 1}))", PRINT_THROWN, 1, PRINT, "user/short2", STREAM, 1),
				eval("Errors", "(+ 1"), eval("Errors", "1 ) 2").differs(READ_ERROR), eval("Errors", "{:a}"), eval("Errors", "{:a 1 :a 2}"),
				eval("Errors", "#no.such/tag 1"), eval("Errors", "\"open"), eval("Errors", "1 (println 2) #< 3").differs(READ_ERROR),
				eval("Errors", "(throw nil)"),
				eval("Errors", "(require 'no.such.namespace)"), eval("Errors", "(assert false \"why\")"),
				eval("Errors", "(defn x [] (throw (ex-info \"deep\" {}))) (x)"),
				eval("Errors", "(print \"before\") (throw (ex-info \"a\" {}))"));
	}

}
