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

package dev.replboot.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A Clojure in a class loader of its own whose evaluations are stopped by interrupting
 * them.
 */
final class PlainRuntime implements ReplRuntime {

	private static final String ENGINE = "dev.replboot.runtime.engine.ClojureEngine";

	private final ExecutorService executor;

	private @Nullable Engine engine;

	private PlainRuntime(Engine engine, ExecutorService executor) {
		this.engine = engine;
		this.executor = executor;
	}

	static ReplRuntime load(RuntimeSetup setup) {
		ClassLoader loader = new ChildFirstClassLoader(setup.applicationLoader());
		ExecutorService executor = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "repl-worker");
			thread.setDaemon(true);
			thread.setContextClassLoader(setup.applicationLoader());
			return thread;
		});
		Thread current = Thread.currentThread();
		ClassLoader before = current.getContextClassLoader();
		current.setContextClassLoader(loader);
		try {
			Engine engine = (Engine) loader.loadClass(ENGINE).getDeclaredConstructor().newInstance();
			engine.start(setup, executor, loader);
			return new PlainRuntime(engine, executor);
		}
		catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
			executor.shutdownNow();
			throw new RuntimeLoadException("Clojure could not be loaded: " + ex
					+ ". Check that org.clojure:clojure 1.12 is on the class path.", ex);
		}
		finally {
			current.setContextClassLoader(before);
		}
	}

	@Override
	public String clojureVersion() {
		return engine().version();
	}

	@Override
	public @Nullable String notice() {
		return null;
	}

	@Override
	public EngineSession newSession(SessionSettings settings) {
		return engine().newSession(settings);
	}

	@Override
	public EvaluationScope newScope(ThreadContext context) {
		return new InterruptingScope(context);
	}

	@Override
	public UnloadReport unload(Duration patience) {
		this.engine = null;
		this.executor.shutdownNow();
		try {
			this.executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return new UnloadReport(List.of());
	}

	private Engine engine() {
		Engine engine = this.engine;
		if (engine == null) {
			throw new IllegalStateException("The REPL is closed.");
		}
		return engine;
	}

}
