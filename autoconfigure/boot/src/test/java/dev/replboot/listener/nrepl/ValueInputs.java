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
		return List.of(ComparedInput.eval("Values", "{:a [1 2]}", PRINT, "nrepl.util.print/pr"),
				ComparedInput.eval("Values", "(range 20)", PRINT, "nrepl.util.print/pr", OPTIONS,
						Map.of("print-length", 3)),
				ComparedInput.eval("Values", "[[[[1]]]]", PRINT, "nrepl.util.print/pr", OPTIONS,
						Map.of("print-level", 2)),
				ComparedInput
					.eval("Values", "\"a\"", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-readably", List.of()))
					.differs(NreplDifference.FALSE_OPTIONS),
				ComparedInput.eval("Values", "^:m [1]", PRINT, "nrepl.util.print/pr", OPTIONS, Map.of("print-meta", 1)),
				ComparedInput
					.eval("Values", "{:a/b 1}", PRINT, "nrepl.util.print/pr", OPTIONS,
							Map.of("print-namespace-maps", List.of()))
					.differs(NreplDifference.FALSE_OPTIONS),
				ComparedInput.eval("Values", "{:a (range 40)}", PRINT, "nrepl.util.print/pprint"),
				ComparedInput.eval("Values", "{:a (range 40)}", PRINT, "nrepl.util.print/pprint", OPTIONS,
						Map.of("right-margin", 20)),
				ComparedInput.eval("Values", "(range 40)", PRINT, "nrepl.util.print/pprint", OPTIONS,
						Map.of("length", 3)),
				ComparedInput.eval("Values", "{:a 1}", PRINT, "clojure.core/pr")
					.differs(NreplDifference.NAMED_PRINTERS),
				ComparedInput.eval("Values", "{:a 1}", PRINT, "clojure.core/prn")
					.differs(NreplDifference.NAMED_PRINTERS),
				ComparedInput.eval("Values", "{:a 1}", PRINT, "clojure.pprint/pprint")
					.differs(NreplDifference.NAMED_PRINTERS),
				ComparedInput.eval("Values", "{:a 1}", PRINT, "cider.nrepl.pprint/pprint")
					.differs(NreplDifference.CIDER_PRINTERS),
				ComparedInput.eval("Values", "1", PRINT, "no.such/printer"),
				ComparedInput.eval("Values", "1", PRINT, "unqualified-nowhere"),
				ComparedInput.eval("Values", "1 2", PRINT, "no.such/printer", STREAM, 1),
				ComparedInput.eval("Values", "(defn shout [v w o] (.write w (str v \"!\" o)))")
					.then("op", "eval", "code", "5 6", PRINT, "user/shout"),
				ComparedInput.eval("Values", "(defn shout2 [v w o] (.write w (str v \"!\" o)))")
					.then("op", "eval", "code", "5", PRINT, "user/shout2", OPTIONS,
							Map.of("a", Map.of("b", 1), "c", List.of("d"))),
				ComparedInput.eval("Values", "(defn fails [v w o] (.write w \"begun\") (throw (ex-info \"no\" {})))")
					.then("op", "eval", "code", "5 6", PRINT, "user/fails"),
				ComparedInput.eval("Values", "(defn loud [v w o] (println :loud) (.write w (str v)))")
					.then("op", "eval", "code", "5", PRINT, "user/loud"),
				ComparedInput.eval("Values", "(range 100)", QUOTA, 10),
				ComparedInput.eval("Values", "(range 3)", QUOTA, 10),
				ComparedInput.eval("Values", "1 2", QUOTA, 0).differs(NreplDifference.NUMBERS),
				ComparedInput.eval("Values", "(range 9)", STREAM, 1),
				ComparedInput.eval("Values", "(range 9) :b", STREAM, List.of()),
				ComparedInput.eval("Values", "(range 99)", STREAM, 1, BUFFER, 50),
				ComparedInput.eval("Values", "(range 99)", STREAM, 1, BUFFER, 5).differs(NreplDifference.BUFFER_SIZES),
				ComparedInput.eval("Values", "(range 99)", STREAM, 1, QUOTA, 10),
				ComparedInput.eval("Values", "(map println (range 3))", STREAM, 1),
				ComparedInput.eval("Values", "(repeat 100 \"ä\")", STREAM, 1, BUFFER, 25)
					.differs(NreplDifference.BUFFER_SIZES),
				ComparedInput.eval("Values", "(range 99) 1 (range 50)", STREAM, 1, QUOTA, 10),
				ComparedInput.eval("Values", "(range 3)", STREAM, 1, QUOTA, 7),
				ComparedInput.eval("Values", "(range 3)", QUOTA, 7),
				ComparedInput.eval("Values", "(range 99)", STREAM, 1, QUOTA, "x").differs(NreplDifference.NUMBERS),
				ComparedInput.eval("Values", "(java.time.LocalDate/of 2020 1 2)")
					.differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(int-array [1 2])").differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(java.util.ArrayList. [1 {:a 2}])"),
				ComparedInput.eval("Values", "(Object.)").differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(java.io.File. \"a\")").differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(atom 1)").differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(fn named [])").differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(defrecord R [a]) (->R 1)"),
				ComparedInput.eval("Values", "*ns* #'map String").differs(NreplDifference.READABLE_VALUES),
				ComparedInput.eval("Values", "(subs (pr-str (ex-info \"a\" {:b 1})) 0 40)"),
				ComparedInput.eval("Values", "(ex-info \"a\" {:b 1})", QUOTA, 60));
	}

}
