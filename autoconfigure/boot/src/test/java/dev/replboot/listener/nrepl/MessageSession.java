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

import dev.replboot.testsupport.TestRepl;

/**
 * A session of nREPL, whose answers are messages.
 */
final class MessageSession implements ProtocolSession {

	private final TestRepl repl;

	private final NreplClient client;

	private final String session;

	MessageSession(TestRepl repl) {
		this.repl = repl;
		this.client = NreplClient.login(repl);
		this.session = this.client.newSession();
	}

	@Override
	public String eval(String form) {
		return this.client.roundTrip("op", "eval", "session", this.session, "code", form).toString();
	}

	@Override
	public String interrupt(String form) {
		String[] id = new String[1];
		ProtocolSession.interruptWhenBegun(this.repl, "nrepl",
				() -> id[0] = this.client.send("op", "eval", "session", this.session, "code", form));
		return this.client.readAnswers(id[0], "done").toString();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
