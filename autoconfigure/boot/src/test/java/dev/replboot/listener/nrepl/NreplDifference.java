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

/**
 * Why our server answers otherwise than nREPL's own. Each has its row in "What differs"
 * in {@code docs/nrepl.md}, which begins with the same words.
 */
enum NreplDifference {

	SESSION_OF_ONE_MESSAGE("messages without a session",
			"A session is somebody who was let in. One for a single message, which nobody can name, would be none."),

	CLONED_NAMESPACE("a cloned session", "A copy begins where its original is."),

	CLOSE_WITHOUT_SESSION("`close` without a session", "There is no session to close."),

	CLOSE_WHILE_EVALUATING("`close` while the session evaluates", "The answer says what ended the evaluation."),

	END_OF_INPUT("an empty `stdin`", "It is the end of the input, as nREPL's documentation has it; there it fails."),

	READ_ERROR("an error of the reader", "The sentence says how much wasn't evaluated."),

	PLACES("errors without a place of their own", "The error is in the line of the form, and in its file."),

	LARGE_LITERAL("a literal that the JVM can't hold", "The sentence says what is too large."),

	PRINT_LIMITS("`*print-length*`, `*print-level*`", "An endless value ends."),

	READABLE_VALUES("dates, arrays, entities, functions and other objects of Java",
			"Values can be read back, and two runs print the same."),

	OUTPUT_FIRST("output without a flush while a value is printed",
			"What was printed before the value is sent comes before it."),

	BUFFER_SIZES("`out-limit`, `buffer-size`",
			"A message has a cost. Characters are counted, because half of one can't be shown."),

	NUMBERS("numbers", "A number as text is a number, and one that makes no sense is left out: the session goes on."),

	FALSE_OPTIONS("options of a printer that are false", "An empty list is false everywhere else in the protocol."),

	NAMED_PRINTERS("`clojure.core/pr`, `clojure.pprint/pprint` and the like as printers",
			"Clients mean the way of printing, not a call with three arguments."),

	CIDER_PRINTERS("printers of cider-nrepl", "CIDER asks for them."),

	CAUGHT_THROWS("a `caught` that throws", "The session goes on, and the sentence names both errors."),

	EVALUATOR("`eval` (which function evaluates)", "It would go around the evaluator, which guards and records."),

	CODE_AS_DATA("`code` that is a list or a dictionary", "It is no text that could be recorded as it was written."),

	FORMS_OF_A_FILE("`load-file`", "The limits are per form, and the audit log has a hash of each value."),

	UNKNOWN_NAMESPACE("`completions` and `lookup` in a namespace that isn't there", "The status says what is wrong."),

	QUERY_WITHOUT_SUBJECT("`completions` and `lookup` without a subject", "The message says what to send."),

	SUBJECT_NAMES("`symbol` for `sym` and `prefix`", "Clients of cider-nrepl send it."),

	CANDIDATES("`file` of a namespace in `completions`", "`lookup` has it, as a URL that can be opened."),

	CLASS_PATH_CANDIDATES("classes and namespaces that aren't loaded",
			"The class path of an application is large, and scanning it takes time from the application."),

	KNOWN_SUBJECTS("classes, namespaces and beans in `lookup`", "They are what somebody looks up in an application."),

	FIELDS_OF_NOTHING("fields of `lookup` without a value",
			"A file that can't be opened is none, and a list is no text."),

	MORE_OPERATIONS("`info`, `eldoc`, `complete`, `init-debugger`", "CIDER and Calva need them."),

	CLASS_PATH("`classpath`", "vim-fireplace asks for it before anything else."),

	DESCRIPTION("`describe`", "It says what is here: no middleware, more operations, other parameters.");

	private final String subject;

	private final String why;

	NreplDifference(String subject, String why) {
		this.subject = subject;
		this.why = why;
	}

	String subject() {
		return this.subject;
	}

	String why() {
		return this.why;
	}

}
