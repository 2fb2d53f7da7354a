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
 * Completion and lookup.
 */
final class NameInputs {

	private NameInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(ComparedInput.of("Names", "op", "completions", "prefix", "map-inde"),
				ComparedInput.of("Names", "op", "completions", "prefix", "no-such-thing-at-all"),
				ComparedInput.of("Names", "op", "completions", "prefix", "clojure.core/map-inde"),
				ComparedInput.of("Names", "op", "completions", "prefix", "map-inde", "ns", "clojure.string"),
				ComparedInput.of("Names", "op", "completions", "prefix", "map-inde", "ns", "nowhere")
					.differs(NreplDifference.UNKNOWN_NAMESPACE),
				ComparedInput.of("Names", "op", "completions", "prefix", "map-inde", "options",
						Map.of("extra-metadata", List.of("arglists", "doc"))),
				ComparedInput.of("Names", "op", "completions", "prefix", "map-inde", "complete-fn", "no.such/function"),
				ComparedInput.of("Names", "op", "completions", "prefix", "map-inde", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("Names", "op", "completions", "prefix", "mpi"),
				ComparedInput.of("Names", "op", "completions", "prefix", "#'map-inde"),
				ComparedInput.of("Names", "op", "completions", "prefix", "Integer/MAX"),
				ComparedInput.of("Names", "op", "completions", "prefix", "Integer/par"),
				ComparedInput.of("Names", "op", "completions", "prefix", "mapv"),
				ComparedInput.of("Names", "op", "completions", "prefix", "when-fir"),
				ComparedInput.of("Names", "op", "completions", "prefix", "*print-le"),
				ComparedInput.of("Names", "op", "completions", "prefix", "recu"),
				ComparedInput.of("Names", "op", "completions", "prefix", "clojure.str")
					.differs(NreplDifference.CANDIDATES),
				ComparedInput.of("Names", "op", "completions", "prefix", ".toUpperC"),
				ComparedInput.eval("Names", ":a-keyword-of-the-test")
					.then("op", "completions", "prefix", ":a-keyword-of"),
				ComparedInput.of("Names", "op", "completions", "prefix", "IllegalArg")
					.differs(NreplDifference.CLASS_PATH_CANDIDATES),
				ComparedInput.eval("Names", "(def ünïcode-näme 1)").then("op", "completions", "prefix", "ünï"),
				ComparedInput.eval("Names", "(ns names.here) (def only-here 1)")
					.then("op", "completions", "prefix", "only-he"),
				ComparedInput.of("Names", "op", "completions").differs(NreplDifference.QUERY_WITHOUT_SUBJECT),
				ComparedInput.of("Names", "op", "completions", "prefix", 5)
					.differs(NreplDifference.QUERY_WITHOUT_SUBJECT),
				ComparedInput.of("Names", "op", "completions", "symbol", "map-inde")
					.differs(NreplDifference.SUBJECT_NAMES),
				ComparedInput.of("Names", "op", "lookup", "sym", "map-indexed"),
				ComparedInput.of("Names", "op", "lookup", "sym", "clojure.core/map-indexed"),
				ComparedInput.of("Names", "op", "lookup", "sym", "no-such-thing-at-all"),
				ComparedInput.of("Names", "op", "lookup", "sym", "no.such/thing"),
				ComparedInput.of("Names", "op", "lookup", "sym", "if"),
				ComparedInput.of("Names", "op", "lookup", "sym", "when"),
				ComparedInput.of("Names", "op", "lookup", "sym", "*print-length*"),
				ComparedInput.of("Names", "op", "lookup", "sym", "String").differs(NreplDifference.KNOWN_SUBJECTS),
				ComparedInput.of("Names", "op", "lookup", "sym", "clojure.string")
					.differs(NreplDifference.KNOWN_SUBJECTS),
				ComparedInput.of("Names", "op", "lookup", "sym", "join", "ns", "clojure.string"),
				ComparedInput.of("Names", "op", "lookup", "sym", "map-indexed", "ns", "nowhere")
					.differs(NreplDifference.UNKNOWN_NAMESPACE),
				ComparedInput.of("Names", "op", "lookup").differs(NreplDifference.QUERY_WITHOUT_SUBJECT),
				ComparedInput.of("Names", "op", "lookup", "sym", "").differs(NreplDifference.QUERY_WITHOUT_SUBJECT),
				ComparedInput.of("Names", "op", "lookup", "sym", "map", "lookup-fn", "no.such/function"),
				ComparedInput
					.eval("Names", "(defn ^{:doc \"d\" :deprecated \"1\"} documented [a & b] a)", "file",
							"/no/such/file.clj", "line", 3)
					.then("op", "lookup", "sym", "documented"),
				ComparedInput.eval("Names", "(defmacro my-macro [a] a)")
					.then("op", "lookup", "sym", "my-macro")
					.differs(NreplDifference.FIELDS_OF_NOTHING),
				ComparedInput.eval("Names", "(defprotocol P (method-of-p [this]))")
					.then("op", "lookup", "sym", "method-of-p")
					.differs(NreplDifference.FIELDS_OF_NOTHING),
				ComparedInput.of("Names", "op", "lookup", "sym", "map-indexed", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("Names", "op", "lookup", "symbol", "map-indexed")
					.differs(NreplDifference.SUBJECT_NAMES),
				ComparedInput.of("Names", "op", "info", "sym", "inc").differs(NreplDifference.MORE_OPERATIONS),
				ComparedInput.of("Names", "op", "eldoc", "sym", "inc").differs(NreplDifference.MORE_OPERATIONS),
				ComparedInput.of("Names", "op", "complete", "prefix", "map-inde")
					.differs(NreplDifference.MORE_OPERATIONS));
	}

}
