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

import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import dev.replboot.testsupport.TestRepl;

/**
 * An editor at a session of an open REPL, for tests of {@link NreplReplListener} as it
 * sees it.
 */
abstract class NreplServerTests {

	static TestRepl repl;

	NreplClient client;

	String session;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.limits.sessions=40",
				"repl.limits.sessions-per-principal=40", "repl.limits.request=100KB");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@BeforeEach
	void login() {
		this.client = NreplClient.login(repl);
		this.session = this.client.newSession();
	}

	@AfterEach
	void leave() {
		this.client.close();
		Awaitility.await().until(() -> repl.lifecycle().status().sessions().isEmpty());
	}

	List<Map<String, Object>> eval(String code, Object... more) {
		Object[] fields = new Object[6 + more.length];
		System.arraycopy(new Object[] { "op", "eval", "session", this.session, "code", code }, 0, fields, 0, 6);
		System.arraycopy(more, 0, fields, 6, more.length);
		return this.client.roundTrip(fields);
	}

}
