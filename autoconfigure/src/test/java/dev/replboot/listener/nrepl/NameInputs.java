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
import static dev.replboot.listener.nrepl.ComparedInput.of;
import static dev.replboot.listener.nrepl.NreplDifference.CANDIDATES;
import static dev.replboot.listener.nrepl.NreplDifference.CLASS_PATH_CANDIDATES;
import static dev.replboot.listener.nrepl.NreplDifference.FIELDS_OF_NOTHING;
import static dev.replboot.listener.nrepl.NreplDifference.KNOWN_SUBJECTS;
import static dev.replboot.listener.nrepl.NreplDifference.MORE_OPERATIONS;
import static dev.replboot.listener.nrepl.NreplDifference.QUERY_WITHOUT_SUBJECT;
import static dev.replboot.listener.nrepl.NreplDifference.SESSION_OF_ONE_MESSAGE;
import static dev.replboot.listener.nrepl.NreplDifference.SUBJECT_NAMES;
import static dev.replboot.listener.nrepl.NreplDifference.UNKNOWN_NAMESPACE;

/**
 * Completion and lookup.
 */
final class NameInputs {

	private NameInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(
				of("Names", "op", "completions", "prefix", "map-inde"),
				of("Names", "op", "completions", "prefix", "no-such-thing-at-all"),
				of("Names", "op", "completions", "prefix", "clojure.core/map-inde"),
				of("Names", "op", "completions", "prefix", "map-inde", "ns", "clojure.string"),
				of("Names", "op", "completions", "prefix", "map-inde", "ns", "nowhere").differs(UNKNOWN_NAMESPACE),
				of("Names", "op", "completions", "prefix", "map-inde", "options", Map.of("extra-metadata", List.of("arglists", "doc"))),
				of("Names", "op", "completions", "prefix", "map-inde", "complete-fn", "no.such/function"),
				of("Names", "op", "completions", "prefix", "map-inde", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("Names", "op", "completions", "prefix", "mpi"), of("Names", "op", "completions", "prefix", "#'map-inde"),
				of("Names", "op", "completions", "prefix", "Integer/MAX"), of("Names", "op", "completions", "prefix", "Integer/par"),
				of("Names", "op", "completions", "prefix", "mapv"), of("Names", "op", "completions", "prefix", "when-fir"),
				of("Names", "op", "completions", "prefix", "*print-le"), of("Names", "op", "completions", "prefix", "recu"),
				of("Names", "op", "completions", "prefix", "clojure.str").differs(CANDIDATES), of("Names", "op", "completions", "prefix", ".toUpperC"),
				eval("Names", ":a-keyword-of-the-test").then("op", "completions", "prefix", ":a-keyword-of"), of("Names", "op", "completions", "prefix", "IllegalArg").differs(CLASS_PATH_CANDIDATES),
				eval("Names", "(def ünïcode-näme 1)").then("op", "completions", "prefix", "ünï"),
				eval("Names", "(ns names.here) (def only-here 1)").then("op", "completions", "prefix", "only-he"),
				of("Names", "op", "completions").differs(QUERY_WITHOUT_SUBJECT), of("Names", "op", "completions", "prefix", 5).differs(QUERY_WITHOUT_SUBJECT),
				of("Names", "op", "completions", "symbol", "map-inde").differs(SUBJECT_NAMES),
				of("Names", "op", "lookup", "sym", "map-indexed"), of("Names", "op", "lookup", "sym", "clojure.core/map-indexed"),
				of("Names", "op", "lookup", "sym", "no-such-thing-at-all"), of("Names", "op", "lookup", "sym", "no.such/thing"),
				of("Names", "op", "lookup", "sym", "if"), of("Names", "op", "lookup", "sym", "when"),
				of("Names", "op", "lookup", "sym", "*print-length*"), of("Names", "op", "lookup", "sym", "String").differs(KNOWN_SUBJECTS),
				of("Names", "op", "lookup", "sym", "clojure.string").differs(KNOWN_SUBJECTS), of("Names", "op", "lookup", "sym", "join", "ns", "clojure.string"),
				of("Names", "op", "lookup", "sym", "map-indexed", "ns", "nowhere").differs(UNKNOWN_NAMESPACE), of("Names", "op", "lookup").differs(QUERY_WITHOUT_SUBJECT),
				of("Names", "op", "lookup", "sym", "").differs(QUERY_WITHOUT_SUBJECT), of("Names", "op", "lookup", "sym", "map", "lookup-fn", "no.such/function"),
				eval("Names", "(defn ^{:doc \"d\" :deprecated \"1\"} documented [a & b] a)", "file", "/no/such/file.clj", "line", 3)
					.then("op", "lookup", "sym", "documented"),
				eval("Names", "(defmacro my-macro [a] a)").then("op", "lookup", "sym", "my-macro").differs(FIELDS_OF_NOTHING),
				eval("Names", "(defprotocol P (method-of-p [this]))").then("op", "lookup", "sym", "method-of-p").differs(FIELDS_OF_NOTHING),
				of("Names", "op", "lookup", "sym", "map-indexed", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("Names", "op", "lookup", "symbol", "map-indexed").differs(SUBJECT_NAMES),
				of("Names", "op", "info", "sym", "inc").differs(MORE_OPERATIONS), of("Names", "op", "eldoc", "sym", "inc").differs(MORE_OPERATIONS),
				of("Names", "op", "complete", "prefix", "map-inde").differs(MORE_OPERATIONS));
	}

}
