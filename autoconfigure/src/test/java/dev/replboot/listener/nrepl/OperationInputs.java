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

import dev.replboot.listener.nrepl.ComparedInput.Until;

import static dev.replboot.listener.nrepl.ComparedInput.eval;
import static dev.replboot.listener.nrepl.ComparedInput.of;
import static dev.replboot.listener.nrepl.NreplDifference.CLASS_PATH;
import static dev.replboot.listener.nrepl.NreplDifference.CLONED_NAMESPACE;
import static dev.replboot.listener.nrepl.NreplDifference.CLOSE_WHILE_EVALUATING;
import static dev.replboot.listener.nrepl.NreplDifference.CLOSE_WITHOUT_SESSION;
import static dev.replboot.listener.nrepl.NreplDifference.DESCRIPTION;
import static dev.replboot.listener.nrepl.NreplDifference.END_OF_INPUT;
import static dev.replboot.listener.nrepl.NreplDifference.MORE_OPERATIONS;
import static dev.replboot.listener.nrepl.NreplDifference.SESSION_OF_ONE_MESSAGE;

/**
 * Sessions, interrupts, input, and what the server says of itself.
 */
final class OperationInputs {

	private static final String WAIT = "(do (println :begun) (Thread/sleep 60000))";

	private OperationInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(
				of("Sessions", "op", "clone"), of("Sessions", "op", "clone", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("Sessions", "op", "clone", "client-name", "test", "client-version", "1"),
				of("Sessions", "op", "clone", "session", "no-such-session"),
				eval("Sessions", "(def mine 5) (set! *print-length* 2) :last").then("op", "clone")
					.then("op", "eval", "code", "[*1 *2 (range 5) (str *ns*)]", "session", ComparedInput.CLONE),
				eval("Sessions", "(ns some.where)").then("op", "clone")
					.then("op", "eval", "code", "(str *ns*)", "session", ComparedInput.CLONE).differs(CLONED_NAMESPACE),
				of("Sessions", "op", "clone").then("op", "eval", "code", "(set! *print-length* 3)", "session",
						ComparedInput.CLONE)
					.thenEval("(range 5)"),
				of("Sessions", "op", "close"), of("Sessions", "op", "close", "session", ComparedInput.NONE).differs(CLOSE_WITHOUT_SESSION),
				of("Sessions", "op", "close", "session", "no-such-session"),
				of("Sessions", "op", "clone").then("op", "close", "session", ComparedInput.CLONE)
					.then("op", "eval", "code", "1", "session", ComparedInput.CLONE),
				of("Sessions", "op", "clone").then("op", "close", "session", ComparedInput.CLONE)
					.then("op", "close", "session", ComparedInput.CLONE),
				of("Sessions", "op", "ls-sessions"), of("Sessions", "op", "ls-sessions", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("Sessions", "op", "clone").then("op", "ls-sessions"),
				of("Sessions", "op", "eval", "code", "1", "session", "no-such-session"),
				of("Sessions", "op", "describe", "session", "no-such-session"),
				of("Sessions", "op", "stdin", "stdin", "x", "session", "no-such-session"),
				of("Sessions", "op", "eval", "code", "1", "session", ""), of("Sessions", "op", "eval", "code", "1", "session", 5),
				of("Interrupts", "op", "interrupt"), of("Interrupts", "op", "interrupt", "interrupt-id", "none"),
				of("Interrupts", "op", "interrupt", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("Interrupts", "op", "interrupt", "session", "no-such-session"),
				eval("Interrupts", WAIT).until(Until.OUT).then("op", "interrupt", "interrupt-id", "<id of 1>")
					.seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", WAIT).until(Until.OUT).then("op", "interrupt").seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", WAIT).until(Until.OUT).then("op", "interrupt", "interrupt-id", "other")
					.then("op", "interrupt").seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", WAIT).until(Until.OUT).then("op", "interrupt").thenEval("(+ 1 2)")
					.seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", "(def before 7) " + WAIT).until(Until.OUT).then("op", "interrupt").thenEval("[*1 before]")
					.seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", "(read-line)").until(Until.NEED_INPUT).then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", "(try " + WAIT + " (finally (def finally-ran true)))").until(Until.OUT)
					.then("op", "interrupt").seenAs(AnswerView.INTERRUPTED),
				of("Interrupts", "op", "load-file", "file", WAIT).until(Until.OUT).then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				eval("Interrupts", WAIT).until(Until.OUT).then("op", "close").seenAs(AnswerView.INTERRUPTED)
					.differs(CLOSE_WHILE_EVALUATING),
				of("Input", "op", "stdin", "stdin", "x"), of("Input", "op", "stdin"), of("Input", "op", "stdin", "stdin", ""),
				of("Input", "op", "stdin", "stdin", "x", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("Input", "op", "stdin", "stdin", "a line\n").thenEval("(read-line)"),
				of("Input", "op", "stdin", "stdin", "(a b)\n").thenEval("(read)"),
				of("Input", "op", "stdin", "stdin", "one\ntwo\n").thenEval("[(read-line) (read-line)]"),
				of("Input", "op", "stdin", "stdin", "ä€𝄞\n").thenEval("(read-line)"),
				of("Input", "op", "stdin", "stdin", "").then(Until.DONE_HERE, "op", "eval", "code", "(+ 1 2)")
					.differs(END_OF_INPUT),
				eval("Input", "(read-line)").until(Until.NEED_INPUT).then("op", "stdin", "stdin", "late\n"),
				eval("Input", "(read-line)").until(Until.NEED_INPUT).then("op", "stdin", "stdin", "").differs(END_OF_INPUT),
				eval("Input", "(read)").until(Until.NEED_INPUT).then("op", "stdin", "stdin", "(+ 1 2)\n").thenEval("3"),
				of("Input", "op", "stdin", "stdin", "(a)\nb\n").thenEval("(read)").thenEval("(read-line)"),
				of("Input", "op", "stdin", "stdin", "ab").thenEval("[(.read *in*) (.read *in*)]"),
				of("The server", "op", "describe").seenAs(AnswerView.NAMES).differs(DESCRIPTION),
				of("The server", "op", "describe", "session", ComparedInput.NONE).seenAs(AnswerView.NAMES).differs(DESCRIPTION),
				of("The server", "op", "describe", "verbose?", 1).seenAs(AnswerView.DESCRIBED).differs(DESCRIPTION),
				of("The server", "op", "describe", "verbose?", List.of()).seenAs(AnswerView.NAMES).differs(DESCRIPTION),
				of("The server", "op", "no-such-op"), of("The server", "op", "no-such-op", "session", ComparedInput.NONE).differs(SESSION_OF_ONE_MESSAGE),
				of("The server", "code", "1"), of("The server", "op", ""), of("The server", "op", 5),
				of("The server", "op", "classpath").differs(CLASS_PATH), of("The server", "op", "ls-middleware"),
				of("The server", "op", "add-middleware", "middleware", List.of()), of("The server", "op", "swap-middleware"),
				of("The server", "op", "sideloader-start"), of("The server", "op", "sideloader-provide"),
				of("The server", "op", "init-debugger").until(Until.NOTHING).differs(MORE_OPERATIONS),
				of("The server", "op", "forward-system-output")
					.then(Until.FORWARDED, "op", "eval", "code", "(.println System/out (str \"[mark\" \"ed] ä € 𝄞\"))")
					.seenAs(AnswerView.MARKED),
				of("The server", "op", "forward-system-output", "session", ComparedInput.NONE));
	}

}
