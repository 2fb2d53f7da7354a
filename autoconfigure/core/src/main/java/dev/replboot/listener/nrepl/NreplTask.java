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

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Something that a session does on its own thread, one after the other.
 */
interface NreplTask {

	/**
	 * Do it. Must answer the request in any case.
	 * @throws IOException if the connection is gone
	 */
	void run() throws IOException;

	/**
	 * The id of the request.
	 * @return the id, or {@code null}
	 */
	@Nullable Object id();

	/**
	 * How much memory the request takes while it waits.
	 * @return about how many characters
	 */
	int size();

	/**
	 * Answer an interrupt when this has stopped.
	 * @param request the interrupt
	 * @return whether it isn't over yet
	 */
	boolean interruptedBy(NreplMessage request);

	/**
	 * Whether it was interrupted and isn't over.
	 * @return whether it should be stopping
	 */
	boolean isInterrupted();

	/**
	 * Answer now, although it can't be stopped.
	 */
	void giveUp();

	/**
	 * Say something out of turn.
	 * @param sentence what to say
	 */
	void notice(String sentence);

	/**
	 * Ask the client for input.
	 */
	void needInput();

}
