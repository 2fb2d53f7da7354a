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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.Engine;
import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.SessionSettings;
import dev.replboot.runtime.ThreadContext;
import dev.replboot.runtime.UnloadReport;
import dev.replboot.runtime.loader.ClassFiles;
import dev.replboot.runtime.loader.RuntimeClassLoader;
import dev.replboot.runtime.stop.RuntimeScopes;
import dev.replboot.runtime.unload.RuntimeWatch;
import dev.replboot.runtime.unload.Unloading;

/**
 * A Clojure in a class loader of its own, woven so that all it runs can be stopped.
 */
final class IsolatedRuntime implements ReplRuntime {

	private static final String ENGINE = "dev.replboot.runtime.engine.ClojureEngine";

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final RuntimeScopes scopes;

	private final @Nullable String notice;

	private @Nullable Engine engine;

	private @Nullable Unloading unloading;

	private IsolatedRuntime(Engine engine, RuntimeScopes scopes, Unloading unloading, @Nullable String notice) {
		this.engine = engine;
		this.notice = notice;
		this.scopes = scopes;
		this.unloading = unloading;
	}

	static ReplRuntime load(RuntimeSetup setup, GuardListener guardListener, Duration callbackBudget,
			RuntimeWatch watch) {
		ClojureVersion.require(setup.applicationLoader());
		String name = "repl-" + COUNT.incrementAndGet();
		RuntimeScopes scopes = RuntimeScopes.isolated(name, guardListener, callbackBudget);
		ClassFiles files = ClassFiles.read(setup.applicationLoader());
		RuntimeClassLoader loader = new RuntimeClassLoader(name, setup.applicationLoader(), files, scopes);
		Unloading unloading = new Unloading(loader, scopes, setup.hostObjects().values(), watch);
		try {
			Engine engine = LoadingThread.call(loader, () -> start(setup, scopes, loader));
			return new IsolatedRuntime(engine, scopes, unloading,
					ApplicationNamespaces.notice(setup.applicationLoader()));
		}
		catch (RuntimeLoadException ex) {
			unloading.run(Duration.ofSeconds(1));
			throw ex;
		}
		finally {
			files.letGo();
		}
	}

	private static Engine start(RuntimeSetup setup, RuntimeScopes scopes, ClassLoader loader) throws Exception {
		Engine engine = (Engine) loader.loadClass(ENGINE).getDeclaredConstructor().newInstance();
		engine.start(setup, scopes.executor(), loader);
		return engine;
	}

	@Override
	public String clojureVersion() {
		return engine().version();
	}

	@Override
	public @Nullable String notice() {
		return this.notice;
	}

	@Override
	public EngineSession newSession(SessionSettings settings) {
		return engine().newSession(settings);
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
	public synchronized UnloadReport unload(Duration patience) {
		Unloading unloading = this.unloading;
		this.engine = null;
		this.unloading = null;
		return (unloading != null) ? unloading.run(patience) : new UnloadReport(List.of());
	}

	private synchronized Engine engine() {
		Engine engine = this.engine;
		if (engine == null) {
			throw new IllegalStateException("The REPL is closed.");
		}
		return engine;
	}

}
