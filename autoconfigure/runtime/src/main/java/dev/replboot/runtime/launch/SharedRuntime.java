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

package dev.replboot.runtime.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.replboot.runtime.Engine;
import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.Patience;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.SessionSettings;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.ThreadContext;
import dev.replboot.runtime.UnloadReport;
import dev.replboot.runtime.hook.SharedGuards;
import dev.replboot.runtime.stop.RuntimeScopes;

/**
 * The application's own Clojure, so that its namespaces can be seen and redefined. Only
 * what is compiled at the REPL is woven, and nothing can be unloaded.
 */
final class SharedRuntime implements ReplRuntime {

	private static final String ENGINE = "dev.replboot.runtime.engine.ClojureEngine";

	private static final StopCause CLOSING = new StopCause(StopCause.Kind.INTERRUPTED, "The REPL is closing.");

	private final Engine engine;

	private final RuntimeScopes scopes;

	private volatile boolean closed;

	private SharedRuntime(Engine engine, RuntimeScopes scopes) {
		this.engine = engine;
		this.scopes = scopes;
	}

	static ReplRuntime load(RuntimeSetup setup, GuardListener guardListener, Duration callbackBudget) {
		ClojureVersion.require(setup.applicationLoader());
		RuntimeScopes scopes = RuntimeScopes.shared("repl-shared", guardListener, callbackBudget);
		ClassLoader application = setup.applicationLoader();
		SharedHome home = new SharedHome("repl-shared", application, scopes);
		Engine engine = LoadingThread.call(new CompiledFirst(application), () -> {
			Engine made = (Engine) Class.forName(ENGINE, true, application).getDeclaredConstructor().newInstance();
			made.join(setup, home);
			return made;
		});
		SharedGuards.opened();
		return new SharedRuntime(engine, scopes);
	}

	@Override
	public String clojureVersion() {
		return this.engine.version();
	}

	@Override
	public String notice() {
		return "This REPL shares the application's own Clojure (repl.runtime=shared): a loop in code that was not"
				+ " compiled in this REPL can't be stopped, and what you define stays after closing.";
	}

	@Override
	public EngineSession newSession(SessionSettings settings) {
		if (this.closed) {
			throw new IllegalStateException("The REPL is closed.");
		}
		return this.engine.newSession(settings);
	}

	@Override
	public EvaluationScope newScope(ThreadContext context) {
		return this.scopes.newScope(context);
	}

	@Override
	public List<String> giveBack(Duration patience) {
		return this.scopes.giveBack(patience);
	}

	@Override
	public UnloadReport unload(Duration patience) {
		if (this.closed) {
			return new UnloadReport(List.of());
		}
		this.closed = true;
		this.scopes.close(CLOSING);
		List<Thread> busy = await(new Patience(patience));
		this.scopes.forget();
		List<String> sentences = new ArrayList<>(giveBack(patience));
		sentences.addAll(this.scopes.kept());
		this.engine.leave();
		SharedGuards.closed();
		busy.forEach((thread) -> sentences
			.add("The thread \"" + thread.getName() + "\" still runs what was started in the REPL."));
		return new UnloadReport(sentences);
	}

	private List<Thread> await(Patience patience) {
		List<Thread> busy = this.scopes.nudgeAll();
		while (!busy.isEmpty() && patience.pause()) {
			busy = this.scopes.nudgeAll();
		}
		return busy;
	}

}
