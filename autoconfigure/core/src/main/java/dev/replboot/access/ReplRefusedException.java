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

package dev.replboot.access;

import dev.replboot.api.Internal;

/**
 * Something was refused, with the sentence that the person who asked gets to read.
 */
@Internal
public class ReplRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason the kind of refusal
	 * @param sentence what happened, then what to do
	 */
	public ReplRefusedException(Reason reason, String sentence) {
		super(sentence);
		this.reason = reason;
	}

	/**
	 * The kind of refusal.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * The sentence to show.
	 * @return what happened, then what to do
	 */
	public String getSentence() {
		String message = getMessage();
		return (message != null) ? message : this.reason.name();
	}

	/**
	 * Kinds of refusal.
	 */
	public enum Reason {

		/**
		 * Nobody was authenticated.
		 */
		UNAUTHENTICATED,

		/**
		 * The role is missing.
		 */
		FORBIDDEN,

		/**
		 * No such thing.
		 */
		NOT_FOUND,

		/**
		 * What was asked for can't be understood.
		 */
		MALFORMED,

		/**
		 * What was asked for is understood but not allowed by a property.
		 */
		INVALID,

		/**
		 * It doesn't fit the state that the REPL is in.
		 */
		CONFLICT,

		/**
		 * A bound was reached.
		 */
		LIMIT,

		/**
		 * It failed for a reason outside, such as a port that is taken.
		 */
		UNAVAILABLE

	}

}
