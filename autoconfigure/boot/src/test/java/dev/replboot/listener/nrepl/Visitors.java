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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come to the doors of an open REPL with somebody's token, and leave
 * together.
 */
final class Visitors {

	private final TestRepl repl;

	private final List<AutoCloseable> clients = new ArrayList<>();

	Visitors(TestRepl repl) {
		this.repl = repl;
	}

	void fill(String name, int number) {
		for (int i = 0; i < number; i++) {
			letIn("socket", new TestPrincipal(name, Set.of("ROLE_REPL_USER")));
		}
	}

	void letIn(String protocol, TestPrincipal principal) {
		int before = sessions().size();
		assertThat(enter(protocol, principal)).doesNotContain("repl.limits");
		assertThat(sessions()).hasSize(before + 1);
	}

	// the first line of a greeting, or the refusal
	String enter(String protocol, TestPrincipal principal) {
		ReplClient client = client(protocol);
		client.send(this.repl.token(principal) + "\n");
		return client.readUntil("\n");
	}

	ReplClient client(String protocol) {
		ReplClient client = ReplClient.connect(Objects.requireNonNull(this.repl.address(protocol).port()));
		this.clients.add(client);
		return client;
	}

	NreplClient nrepl() {
		NreplClient client = NreplClient.connect(this.repl);
		this.clients.add(client);
		return client;
	}

	void leave() throws Exception {
		for (AutoCloseable client : this.clients) {
			client.close();
		}
	}

	private Collection<ReplSession> sessions() {
		return this.repl.lifecycle().status().sessions();
	}

}
