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

package dev.replboot.listener;

/**
 * Stands before a session and lets nothing through until a valid token has come.
 */
public interface Handshake extends ConnectionHandler {

	/**
	 * Look whether a token has come that hasn't been read yet, because this connection is
	 * the next that has to go.
	 */
	void readNow();

	/**
	 * Go: too many wait, and this is the oldest.
	 */
	void crowdedOut();

	/**
	 * Say why there is no session, in the protocol's own way, to a client that is about
	 * to be sent away.
	 * @param sentence what to say
	 */
	void farewell(String sentence);

}
