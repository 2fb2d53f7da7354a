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

import static dev.replboot.listener.nrepl.ComparedInput.eval;
import static dev.replboot.listener.nrepl.NreplDifference.BUFFER_SIZES;
import static dev.replboot.listener.nrepl.NreplDifference.CIDER_PRINTERS;
import static dev.replboot.listener.nrepl.NreplDifference.FALSE_OPTIONS;
import static dev.replboot.listener.nrepl.NreplDifference.NAMED_PRINTERS;
import static dev.replboot.listener.nrepl.NreplDifference.NUMBERS;
import static dev.replboot.listener.nrepl.NreplDifference.READABLE_VALUES;

/**
 * How values are printed.
 */
final class ValueInputs {

	private static final String PRINT = "nrepl.middleware.print/print";

	private static final String OPTIONS = "nrepl.middleware.print/options";

	private static final String STREAM = "nrepl.middleware.print/stream?";

	private static final String BUFFER = "nrepl.middleware.print/buffer-size";

	private static final String QUOTA = "nrepl.middleware.print/quota";

	private ValueInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(
				eval("Values", "{:a [1 2]}", PRINT, "nrepl.util.print/pr"),
				eval("Values", "(range 20)", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-length", 3)),
				eval("Values", "[[[[1]]]]", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-level", 2)),
				eval("Values", "\"a\"", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-readably", List.of())).differs(FALSE_OPTIONS),
				eval("Values", "^:m [1]", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-meta", 1)),
				eval("Values", "{:a/b 1}", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-namespace-maps", List.of())).differs(FALSE_OPTIONS),
				eval("Values", "{:a (range 40)}", PRINT, "nrepl.util.print/pprint"),
				eval("Values", "{:a (range 40)}", PRINT, "nrepl.util.print/pprint", OPTIONS, Map.of("right-margin", 20)),
				eval("Values", "(range 40)", PRINT, "nrepl.util.print/pprint", OPTIONS, Map.of("length", 3)),
				eval("Values", "{:a 1}", PRINT, "clojure.core/pr").differs(NAMED_PRINTERS), eval("Values", "{:a 1}", PRINT, "clojure.core/prn").differs(NAMED_PRINTERS),
				eval("Values", "{:a 1}", PRINT, "clojure.pprint/pprint").differs(NAMED_PRINTERS),
				eval("Values", "{:a 1}", PRINT, "cider.nrepl.pprint/pprint").differs(CIDER_PRINTERS),
				eval("Values", "1", PRINT, "no.such/printer"), eval("Values", "1", PRINT, "unqualified-nowhere"),
				eval("Values", "1 2", PRINT, "no.such/printer", STREAM, 1),
				eval("Values", "(defn shout [v w o] (.write w (str v \"!\" o)))").then("op", "eval", "code", "5 6", PRINT, "user/shout"),
				eval("Values", "(defn shout2 [v w o] (.write w (str v \"!\" o)))").then("op", "eval", "code", "5", PRINT,
						"user/shout2", OPTIONS, Map.of("a", Map.of("b", 1), "c", List.of("d"))),
				eval("Values", "(defn fails [v w o] (.write w \"begun\") (throw (ex-info \"no\" {})))").then("op", "eval", "code",
						"5 6", PRINT, "user/fails"),
				eval("Values", "(defn loud [v w o] (println :loud) (.write w (str v)))").then("op", "eval", "code", "5",
						PRINT, "user/loud"),
				eval("Values", "(range 100)", QUOTA, 10), eval("Values", "(range 3)", QUOTA, 10), eval("Values", "1 2", QUOTA, 0).differs(NUMBERS),
				eval("Values", "(range 9)", STREAM, 1), eval("Values", "(range 9) :b", STREAM, List.of()),
				eval("Values", "(range 99)", STREAM, 1, BUFFER, 50), eval("Values", "(range 99)", STREAM, 1, BUFFER, 5).differs(BUFFER_SIZES),
				eval("Values", "(range 99)", STREAM, 1, QUOTA, 10), eval("Values", "(map println (range 3))", STREAM, 1),
				eval("Values", "(repeat 100 \"ä\")", STREAM, 1, BUFFER, 25).differs(BUFFER_SIZES),
				eval("Values", "(range 99) 1 (range 50)", STREAM, 1, QUOTA, 10), eval("Values", "(range 3)", STREAM, 1, QUOTA, 7),
				eval("Values", "(range 3)", QUOTA, 7), eval("Values", "(range 99)", STREAM, 1, QUOTA, "x").differs(NUMBERS),
				eval("Values", "(java.time.LocalDate/of 2020 1 2)").differs(READABLE_VALUES), eval("Values", "(int-array [1 2])").differs(READABLE_VALUES),
				eval("Values", "(java.util.ArrayList. [1 {:a 2}])"), eval("Values", "(Object.)").differs(READABLE_VALUES),
				eval("Values", "(java.io.File. \"a\")").differs(READABLE_VALUES), eval("Values", "(atom 1)").differs(READABLE_VALUES), eval("Values", "(fn named [])").differs(READABLE_VALUES),
				eval("Values", "(defrecord R [a]) (->R 1)"), eval("Values", "*ns* #'map String").differs(READABLE_VALUES),
				eval("Values", "(subs (pr-str (ex-info \"a\" {:b 1})) 0 40)"),
				eval("Values", "(ex-info \"a\" {:b 1})", QUOTA, 60));
	}

}
