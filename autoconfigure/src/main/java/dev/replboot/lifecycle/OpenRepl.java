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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.replboot.access.TokenStore;
import dev.replboot.eval.Evaluator;
import dev.replboot.listener.IoLoop;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.listener.ReplListener;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.UnloadReport;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionRegistry;

/**
 * Everything that is there while the REPL is open, and nothing of it before or after.
 */
final class OpenRepl {

	/**
	 * How long closing waits for what has been told to stop.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Lease lease;

	private final ReplRuntime runtime;

	private final Evaluator evaluator;

	private final SessionRegistry sessions;

	private final TokenStore tokens = new TokenStore();

	private final IoLoop loop = new IoLoop();

	private final List<ReplListener.Bound> bound = new ArrayList<>();

	OpenRepl(Lease lease, ReplRuntime runtime, Evaluator evaluator, SessionRegistry sessions) {
		this.lease = lease;
		this.runtime = runtime;
		this.evaluator = evaluator;
		this.sessions = sessions;
	}

	void bind(List<ReplListener> listeners, ReplListener.Greeting greeting) {
		ReplListener.Services services = new ReplListener.Services(this.loop, this.tokens, this.sessions,
				this.evaluator, greeting);
		listeners.forEach((listener) -> this.bound.add(listener.bind(services)));
	}

	CloseReport close(String sentence) {
		this.tokens.clear();
		this.bound.forEach(ReplListener.Bound::close);
		List<String> ended = new ArrayList<>();
		int evaluating = 0;
		for (ReplSession session : this.sessions.all()) {
			ended.add(session.id());
			evaluating += session.evaluations().isBusy() ? 1 : 0;
			session.control().end(sentence);
		}
		this.evaluator.close();
		UnloadReport unloaded = this.runtime.unload(PATIENCE);
		this.loop.close();
		return new CloseReport(true, ended, evaluating, unloaded.leftovers());
	}

	Lease lease() {
		return this.lease;
	}

	ReplRuntime runtime() {
		return this.runtime;
	}

	SessionRegistry sessions() {
		return this.sessions;
	}

	TokenStore tokens() {
		return this.tokens;
	}

	List<ListenerAddress> addresses() {
		return this.bound.stream().map(ReplListener.Bound::address).toList();
	}

}
