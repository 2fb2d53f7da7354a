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
 * What a principal may do: to look, to use and to open, each of which includes those
 * before it, and apart from them to read the record.
 */
@Internal
public enum ReplRole {

	/**
	 * May look at the state of the REPL.
	 */
	VIEWER,

	/**
	 * May get a token while the REPL is open, and evaluate.
	 */
	USER,

	/**
	 * May open and close the REPL and end anybody's session.
	 */
	ADMIN,

	/**
	 * May read the record. Neither includes another role nor is included in one, so that
	 * whoever watches can be another person than whoever acts.
	 */
	AUDITOR;

	/**
	 * Whether who has this role may do what the other is for.
	 * @param other the role that is asked for
	 * @return whether this role includes it
	 */
	public boolean includes(ReplRole other) {
		return this == other || (this != AUDITOR && other != AUDITOR && compareTo(other) > 0);
	}

}
