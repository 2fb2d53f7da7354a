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

package dev.replboot.session;

import dev.replboot.api.Internal;

/**
 * A protocol's side of a session: how to tell the client something and how to send it
 * away. No call blocks.
 */
@Internal
public interface SessionControl {

	/**
	 * Show a line to the person at the other end, out of turn.
	 * @param sentence what to show
	 */
	void notice(String sentence);

	/**
	 * Stop what runs, say why, and close the connection.
	 * @param sentence why
	 */
	void end(String sentence);

	/**
	 * End this session, but none that shares its connection.
	 * @param sentence why
	 */
	default void retire(String sentence) {
		end(sentence);
	}

}
