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

package dev.replboot.listener.socket;

import java.io.IOException;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.OutputStreams;
import dev.replboot.session.ReplSession;

/**
 * How a session over a socket words what it has to say.
 */
public interface Dialect {

	/**
	 * Where evaluations print to.
	 * @return the same each time
	 */
	OutputStreams console();

	/**
	 * Say what comes before the first form.
	 * @param session the session
	 * @throws IOException if the connection is closed
	 */
	void begin(ReplSession session) throws IOException;

	/**
	 * Read, evaluate and answer one form.
	 * @param evaluations the session's evaluations
	 * @return whether the session goes on
	 * @throws IOException if the connection is closed
	 */
	boolean step(EvaluationSession evaluations) throws IOException;

	/**
	 * Say something that isn't an answer, without waiting.
	 * @param sentence what to say
	 */
	void notice(String sentence);

	/**
	 * The session is over.
	 */
	void over();

	/**
	 * Whether somebody at a terminal may be at the other end, whose telnet wants its
	 * commands answered.
	 * @return whether bytes of telnet may be sent
	 */
	default boolean speaksTelnet() {
		return true;
	}

}
