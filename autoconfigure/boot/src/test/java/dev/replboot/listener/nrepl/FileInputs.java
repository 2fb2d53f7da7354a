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
 * Files, and where in a file code is from.
 */
final class FileInputs {

	private static final String PRINT = "nrepl.middleware.print/print";

	private static final String OPTIONS = "nrepl.middleware.print/options";

	private static final String STREAM = "nrepl.middleware.print/stream?";

	private static final String BUFFER = "nrepl.middleware.print/buffer-size";

	private static final String QUOTA = "nrepl.middleware.print/quota";

	private static final String PATH = "/home/me/p/src/p/core.clj";

	private FileInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(ComparedInput.eval("Files", "*file*"), ComparedInput.eval("Files", "*file*", "file", PATH),
				ComparedInput.eval("Files", "(defn g [] 1) (select-keys (meta #'g) [:file :line :column])", "file",
						"a/b.clj", "line", 7, "column", 3),
				ComparedInput.eval("Files", "(defn g2 [] 1) (select-keys (meta #'g2) [:file :line :column])", "line", 0,
						"column", 0),
				ComparedInput
					.eval("Files", "(defn g3 [] 1) (select-keys (meta #'g3) [:file :line :column])", "line", "7")
					.until(Until.DONE_HERE)
					.differs(NreplDifference.NUMBERS),
				ComparedInput.eval("Files", "(throw (ex-info \"a\" {}))", "file", PATH, "line", 4),
				ComparedInput
					.eval("Files", "(throw (ex-info \"a\" {}))", "file", PATH, "file-name", "other.clj", "line", 4),
				ComparedInput.eval("Files", "(nope)", "file", PATH, "line", 4, "column", 9),
				ComparedInput
					.of("Files", "op", "load-file", "file",
							"(defn thrower []\n\n(throw (Exception. \"x\")))\n(thrower)", "file-path", PATH)
					.thenEval("(let [f (first (filter #(re-find #\"thrower\" (.getClassName %)) (.getStackTrace *e)))]"
							+ " [(.getFileName f) (.getLineNumber f)])"),
				ComparedInput.of("Files", "op", "load-file", "file", "(def loaded 1) (inc loaded)", "file-path", PATH),
				ComparedInput.of("Files", "op", "load-file", "file", "(println 1) (print 2) 3", "file-path", PATH,
						"file-name", "core.clj"),
				ComparedInput.of("Files", "op", "load-file", "file", "*file*", "file-path", PATH),
				ComparedInput.of("Files", "op", "load-file", "file", "1 (/ 1 0) (println 2)", "file-path", PATH),
				ComparedInput.of("Files", "op", "load-file", "file", "1 (+ 1", "file-path", PATH)
					.differs(NreplDifference.PLACES),
				ComparedInput.of("Files", "op", "load-file", "file", "", "file-path", PATH),
				ComparedInput.of("Files", "op", "load-file", "file", ";; nothing", "file-path", PATH),
				ComparedInput.eval("Files", "(ns where.i.am)").then("op", "load-file", "file", "(str *ns*)"),
				ComparedInput.of("Files", "op", "load-file", "file", "(ns from.file) (def y 1)", "file-path", PATH)
					.thenEval("[(str *ns*) from.file/y]"),
				ComparedInput.of("Files", "op", "load-file", "file", "(str *ns*)", "ns", "clojure.string"),
				ComparedInput.of("Files", "op", "load-file", "file", "1", "ns", "nowhere"),
				ComparedInput.of("Files", "op", "load-file", "file", "(set! *warn-on-reflection* true)")
					.thenEval("*warn-on-reflection*"),
				ComparedInput.of("Files", "op", "load-file", "file", "1 2 3", "file-path", PATH).thenEval("[*1 *2 *3]"),
				ComparedInput.of("Files", "op", "load-file", "file", "{:a (range 30)}", PRINT,
						"nrepl.util.print/pprint", OPTIONS, Map.of("right-margin", 20)),
				ComparedInput.of("Files", "op", "load-file", "file", "(range 99) (range 9)", STREAM, 1),
				ComparedInput.of("Files", "op", "load-file", "file", "1 (range 99)", STREAM, 1, BUFFER, 50),
				ComparedInput.of("Files", "op", "load-file", "file", "1 (range 99)", QUOTA, 10),
				ComparedInput.of("Files", "op", "load-file", "file", "1 (range 99)", STREAM, 1, QUOTA, 10),
				ComparedInput.of("Files", "op", "load-file", "file", "(map println (range 3)) 2")
					.differs(NreplDifference.FORMS_OF_A_FILE),
				ComparedInput.of("Files", "op", "load-file", "file", "1 2", "session", ComparedInput.NONE),
				ComparedInput.of("Files", "op", "load-file"), ComparedInput.of("Files", "op", "load-file", "file", 5));
	}

}
