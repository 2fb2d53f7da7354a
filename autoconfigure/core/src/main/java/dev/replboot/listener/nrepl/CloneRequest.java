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

import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself when it asks for a session.
 *
 * @param client its name and version, for the record, or {@code null}
 * @param outLimit how many characters of output it wants in a message, or 0
 */
record CloneRequest(@Nullable String client, int outLimit) {

	/**
	 * A session that nobody has asked for.
	 */
	static final CloneRequest NONE = new CloneRequest(null, 0);

	private static final int MAX_TEXT = 100;

	static CloneRequest of(NreplMessage message) {
		String name = message.firstText("client-name");
		String version = message.firstText("client-version");
		String client = (name == null && version == null) ? null
				: printable(((name != null) ? name : "unnamed") + ((version != null) ? " " + version : ""));
		return new CloneRequest(client, message.positive("out-limit", 0));
	}

	// anybody can say anything, before the token as well
	private static String printable(String text) {
		String bounded = (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT) + "…";
		return bounded.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]", "?");
	}

}
