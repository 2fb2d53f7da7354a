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

/**
 * Told of the beginning and the end of every session.
 *
 * @since 0.1.0
 */
public interface SessionListener {

	/**
	 * A session is about to begin. When this throws, it doesn't: those listeners that
	 * were told before are told of its end, and those that come after of nothing.
	 * @param session the session
	 */
	default void started(ReplSession session) {
	}

	/**
	 * A session ended.
	 * @param session the session
	 */
	default void ended(ReplSession session) {
	}

}
