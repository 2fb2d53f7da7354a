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

import java.time.Duration;

import org.awaitility.Awaitility;

import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * A session of one of the protocols, whose evaluations can be interrupted.
 */
interface ProtocolSession extends AutoCloseable {

	static ProtocolSession of(TestRepl repl, String protocol) {
		return protocol.equals("nrepl") ? new MessageSession(repl) : new LineSession(repl, protocol);
	}

	String eval(String form);

	String interrupt(String form);

	@Override
	void close();

	// some places aren't come to in some protocols; then the form ends by itself
	static void interruptWhenBegun(TestRepl repl, String protocol, Runnable send) {
		ReplSession session = repl.lifecycle()
			.status()
			.sessions()
			.stream()
			.filter((each) -> each.protocol().equals(protocol))
			.reduce((first, second) -> second)
			.orElseThrow();
		long before = session.evaluations().activity().count();
		send.run();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.until(() -> !Hits.take().isEmpty() || session.evaluations().activity().count() > before);
		repl.lifecycle().sessions().interrupt(TestPrincipal.ADMIN, session.id());
	}

}
