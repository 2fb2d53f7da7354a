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

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The first line of a connection, byte by byte, before anything may look at it as code:
 * an HTTP request can carry some in its body and in its path.
 */
final class FirstLine {

	/**
	 * A token has 32 characters; some room for white space around it.
	 */
	private static final int MAX_LINE = 128;

	private static final int TLS_HANDSHAKE = 0x16;

	/**
	 * Tells an HTTP request whose method isn't a usual one.
	 */
	private static final Pattern REQUEST_LINE = Pattern.compile("\\S+ .*HTTP/\\d.*", Pattern.CASE_INSENSITIVE);

	/**
	 * What telnet clients such as PuTTY say about options before anybody types.
	 */
	private static final Pattern TELNET = Pattern
		.compile("\u00ff(?:[\u00fb-\u00fe].|\u00fa[^\u00ff]*\u00ff\u00f0|[\u00f1-\u00f9])", Pattern.DOTALL);

	private final StringBuilder line = new StringBuilder();

	/**
	 * Take one more byte.
	 * @param next the byte, from 0 to 255
	 * @return what the line is, now
	 */
	Kind add(int next) {
		if (this.line.isEmpty() && next == TLS_HANDSHAKE) {
			return Kind.TLS;
		}
		if (next == '\n') {
			return REQUEST_LINE.matcher(text()).matches() ? Kind.HTTP : Kind.COMPLETE;
		}
		this.line.append((char) next);
		if (next == ' ' && HttpRequests.isMethod(this.line.toString())) {
			return Kind.HTTP;
		}
		return (this.line.length() > MAX_LINE) ? Kind.TOO_LONG : Kind.UNFINISHED;
	}

	boolean isEmpty() {
		return this.line.isEmpty();
	}

	/**
	 * The line so far.
	 * @return its characters without white space around them, and without commands of
	 * telnet
	 */
	String text() {
		return TELNET.matcher(this.line).replaceAll("").strip();
	}

	/**
	 * The line so far, as it came.
	 * @return its bytes, without a line's end
	 */
	byte[] bytes() {
		return this.line.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The line, as it came.
	 * @return its bytes, with the line's end
	 */
	byte[] bytesWithEnd() {
		return (this.line + "\n").getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * What a first line is.
	 */
	enum Kind {

		/**
		 * Nothing yet.
		 */
		UNFINISHED,

		/**
		 * A line.
		 */
		COMPLETE,

		/**
		 * More than a token has.
		 */
		TOO_LONG,

		/**
		 * An HTTP request.
		 */
		HTTP,

		/**
		 * A TLS handshake.
		 */
		TLS

	}

}
