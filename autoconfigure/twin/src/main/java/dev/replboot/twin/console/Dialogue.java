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

package dev.replboot.twin.console;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.OutputStreams;

/**
 * A way of talking to a REPL on the standard streams.
 */
public interface Dialogue extends Closeable {

	/**
	 * What evaluated forms read as {@code *in*}.
	 * @return the input
	 */
	Reader input();

	/**
	 * Where evaluations print to.
	 * @return the console
	 */
	OutputStreams console();

	/**
	 * Evaluate until the input or the session is over.
	 * @param session what to evaluate with
	 * @return whether every form that was read succeeded
	 * @throws IOException if the input can't be read or the output is closed
	 */
	boolean run(EvaluationSession session) throws IOException;

	/**
	 * Show a line out of turn.
	 * @param sentence what to show
	 */
	void notice(String sentence);

}
