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

/**
 * Sessions, interrupts, input, and what the server says of itself.
 */
final class OperationInputs {

	private static final String WAIT = "(do (println :begun) (Thread/sleep 60000))";

	private OperationInputs() {
	}

	static List<ComparedInput> all() {
		return List.of(ComparedInput.of("Sessions", "op", "clone"),
				ComparedInput.of("Sessions", "op", "clone", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("Sessions", "op", "clone", "client-name", "test", "client-version", "1"),
				ComparedInput.of("Sessions", "op", "clone", "session", "no-such-session"),
				ComparedInput.eval("Sessions", "(def mine 5) (set! *print-length* 2) :last")
					.then("op", "clone")
					.then("op", "eval", "code", "[*1 *2 (range 5) (str *ns*)]", "session", ComparedInput.CLONE),
				ComparedInput.eval("Sessions", "(ns some.where)")
					.then("op", "clone")
					.then("op", "eval", "code", "(str *ns*)", "session", ComparedInput.CLONE)
					.differs(NreplDifference.CLONED_NAMESPACE),
				ComparedInput.of("Sessions", "op", "clone")
					.then("op", "eval", "code", "(set! *print-length* 3)", "session", ComparedInput.CLONE)
					.thenEval("(range 5)"),
				ComparedInput.of("Sessions", "op", "close"),
				ComparedInput.of("Sessions", "op", "close", "session", ComparedInput.NONE)
					.differs(NreplDifference.CLOSE_WITHOUT_SESSION),
				ComparedInput.of("Sessions", "op", "close", "session", "no-such-session"),
				ComparedInput.of("Sessions", "op", "clone")
					.then("op", "close", "session", ComparedInput.CLONE)
					.then("op", "eval", "code", "1", "session", ComparedInput.CLONE),
				ComparedInput.of("Sessions", "op", "clone")
					.then("op", "close", "session", ComparedInput.CLONE)
					.then("op", "close", "session", ComparedInput.CLONE),
				ComparedInput.of("Sessions", "op", "ls-sessions"),
				ComparedInput.of("Sessions", "op", "ls-sessions", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("Sessions", "op", "clone").then("op", "ls-sessions"),
				ComparedInput.of("Sessions", "op", "eval", "code", "1", "session", "no-such-session"),
				ComparedInput.of("Sessions", "op", "describe", "session", "no-such-session"),
				ComparedInput.of("Sessions", "op", "stdin", "stdin", "x", "session", "no-such-session"),
				ComparedInput.of("Sessions", "op", "eval", "code", "1", "session", ""),
				ComparedInput.of("Sessions", "op", "eval", "code", "1", "session", 5),
				ComparedInput.of("Interrupts", "op", "interrupt"),
				ComparedInput.of("Interrupts", "op", "interrupt", "interrupt-id", "none"),
				ComparedInput.of("Interrupts", "op", "interrupt", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("Interrupts", "op", "interrupt", "session", "no-such-session"),
				ComparedInput.eval("Interrupts", WAIT)
					.until(Until.OUT)
					.then("op", "interrupt", "interrupt-id", "<id of 1>")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", WAIT)
					.until(Until.OUT)
					.then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", WAIT)
					.until(Until.OUT)
					.then("op", "interrupt", "interrupt-id", "other")
					.then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", WAIT)
					.until(Until.OUT)
					.then("op", "interrupt")
					.thenEval("(+ 1 2)")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", "(def before 7) " + WAIT)
					.until(Until.OUT)
					.then("op", "interrupt")
					.thenEval("[*1 before]")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", "(read-line)")
					.until(Until.NEED_INPUT)
					.then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", "(try " + WAIT + " (finally (def finally-ran true)))")
					.until(Until.OUT)
					.then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.of("Interrupts", "op", "load-file", "file", WAIT)
					.until(Until.OUT)
					.then("op", "interrupt")
					.seenAs(AnswerView.INTERRUPTED),
				ComparedInput.eval("Interrupts", WAIT)
					.until(Until.OUT)
					.then("op", "close")
					.seenAs(AnswerView.INTERRUPTED)
					.differs(NreplDifference.CLOSE_WHILE_EVALUATING),
				ComparedInput.of("Input", "op", "stdin", "stdin", "x"), ComparedInput.of("Input", "op", "stdin"),
				ComparedInput.of("Input", "op", "stdin", "stdin", ""),
				ComparedInput.of("Input", "op", "stdin", "stdin", "x", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("Input", "op", "stdin", "stdin", "a line\n").thenEval("(read-line)"),
				ComparedInput.of("Input", "op", "stdin", "stdin", "(a b)\n").thenEval("(read)"),
				ComparedInput.of("Input", "op", "stdin", "stdin", "one\ntwo\n").thenEval("[(read-line) (read-line)]"),
				ComparedInput.of("Input", "op", "stdin", "stdin", "ä€𝄞\n").thenEval("(read-line)"),
				ComparedInput.of("Input", "op", "stdin", "stdin", "")
					.then(Until.DONE_HERE, "op", "eval", "code", "(+ 1 2)")
					.differs(NreplDifference.END_OF_INPUT),
				ComparedInput.eval("Input", "(read-line)")
					.until(Until.NEED_INPUT)
					.then("op", "stdin", "stdin", "late\n"),
				ComparedInput.eval("Input", "(read-line)")
					.until(Until.NEED_INPUT)
					.then("op", "stdin", "stdin", "")
					.differs(NreplDifference.END_OF_INPUT),
				ComparedInput.eval("Input", "(read)")
					.until(Until.NEED_INPUT)
					.then("op", "stdin", "stdin", "(+ 1 2)\n")
					.thenEval("3"),
				ComparedInput.of("Input", "op", "stdin", "stdin", "(a)\nb\n")
					.thenEval("(read)")
					.thenEval("(read-line)"),
				ComparedInput.of("Input", "op", "stdin", "stdin", "ab").thenEval("[(.read *in*) (.read *in*)]"),
				ComparedInput.of("The server", "op", "describe")
					.seenAs(AnswerView.NAMES)
					.differs(NreplDifference.DESCRIPTION),
				ComparedInput.of("The server", "op", "describe", "session", ComparedInput.NONE)
					.seenAs(AnswerView.NAMES)
					.differs(NreplDifference.DESCRIPTION),
				ComparedInput.of("The server", "op", "describe", "verbose?", 1)
					.seenAs(AnswerView.DESCRIBED)
					.differs(NreplDifference.DESCRIPTION),
				ComparedInput.of("The server", "op", "describe", "verbose?", List.of())
					.seenAs(AnswerView.NAMES)
					.differs(NreplDifference.DESCRIPTION),
				ComparedInput.of("The server", "op", "no-such-op"),
				ComparedInput.of("The server", "op", "no-such-op", "session", ComparedInput.NONE)
					.differs(NreplDifference.SESSION_OF_ONE_MESSAGE),
				ComparedInput.of("The server", "code", "1"), ComparedInput.of("The server", "op", ""),
				ComparedInput.of("The server", "op", 5),
				ComparedInput.of("The server", "op", "classpath").differs(NreplDifference.CLASS_PATH),
				ComparedInput.of("The server", "op", "ls-middleware"),
				ComparedInput.of("The server", "op", "add-middleware", "middleware", List.of()),
				ComparedInput.of("The server", "op", "swap-middleware"),
				ComparedInput.of("The server", "op", "sideloader-start"),
				ComparedInput.of("The server", "op", "sideloader-provide"),
				ComparedInput.of("The server", "op", "init-debugger")
					.until(Until.NOTHING)
					.differs(NreplDifference.MORE_OPERATIONS),
				ComparedInput.of("The server", "op", "forward-system-output")
					.then(Until.FORWARDED, "op", "eval", "code", "(.println System/out (str \"[mark\" \"ed] ä € 𝄞\"))")
					.seenAs(AnswerView.MARKED),
				ComparedInput.of("The server", "op", "forward-system-output", "session", ComparedInput.NONE));
	}

}
