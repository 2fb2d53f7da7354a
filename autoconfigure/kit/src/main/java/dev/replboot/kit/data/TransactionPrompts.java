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

package dev.replboot.kit.data;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.replboot.session.ReplSession;

/**
 * Shows the sessions what has become of their transactions: at the prompt, with the marks
 * of psql's, and in notices.
 */
final class TransactionPrompts {

	private final Map<String, ReplSession> sessions = new ConcurrentHashMap<>();

	void add(ReplSession session) {
		this.sessions.put(session.id(), session);
	}

	void remove(ReplSession session) {
		this.sessions.remove(session.id());
	}

	@Nullable ReplSession session(String id) {
		return this.sessions.get(id);
	}

	void open(String session) {
		mark(session, "*");
	}

	void aborted(String session) {
		mark(session, "!");
	}

	void none(String session) {
		mark(session, "");
	}

	private void mark(String id, String mark) {
		ReplSession session = this.sessions.get(id);
		if (session != null) {
			session.evaluations().mark(mark);
		}
	}

	void notice(String id, String sentence) {
		ReplSession session = this.sessions.get(id);
		if (session != null) {
			session.control().notice(sentence);
		}
	}

}
