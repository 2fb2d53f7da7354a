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

import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.replboot.runtime.launch.Runtimes;
import dev.replboot.runtime.stop.Callbacks;
import dev.replboot.runtime.unload.RuntimeWatch;

/**
 * A runtime and a session, for tests that type forms.
 */
public final class TestRuntime implements AutoCloseable {

	/**
	 * Longer than a busy machine keeps anything waiting that ends.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	// for what may never end
	private static final Duration CLOSING = Duration.ofSeconds(5);

	/**
	 * Watches whether what was closed goes.
	 */
	public static final RuntimeWatch WATCH = new RuntimeWatch(Duration.ofMinutes(2));

	private final ReplRuntime runtime;

	public TestRuntime(ReplRuntime runtime) {
		this.runtime = runtime;
	}

	public static TestRuntime isolated(Map<String, Object> hostObjects) {
		return isolated(hostObjects, GuardListener.NONE);
	}

	public static TestRuntime isolated(String kit) {
		return isolated(Map.of(), GuardListener.NONE, kit);
	}

	public static TestRuntime isolated(Map<String, Object> hostObjects, GuardListener listener) {
		return isolated(hostObjects, listener, "dev.replboot.runtime.nokit");
	}

	private static TestRuntime isolated(Map<String, Object> hostObjects, GuardListener listener, String kit) {
		return new TestRuntime(Runtimes.isolated(listener, Callbacks.DEFAULT_BUDGET, WATCH)
			.load(new RuntimeSetup(TestRuntime.class.getClassLoader(), hostObjects, List.of(kit), List.of())));
	}

	public ReplRuntime runtime() {
		return this.runtime;
	}

	/**
	 * Evaluate one form and wait for it.
	 * @param form the form
	 * @return what was printed
	 */
	public String eval(String form) {
		Running running = start(form);
		try {
			return running.output.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(form, ex);
		}
	}

	public Running start(String form) {
		return start(form, ThreadContext.NONE);
	}

	public Running start(String form, ThreadContext context) {
		return new Running(this.runtime, form, context);
	}

	public UnloadReport unload() {
		return this.runtime.unload(PATIENCE);
	}

	/**
	 * Unload without waiting long for what can't be stopped.
	 * @return a report of what stays
	 */
	public UnloadReport unloadSoon() {
		return this.runtime.unload(CLOSING);
	}

	@Override
	public void close() {
		unloadSoon();
	}

	/**
	 * An evaluation under way.
	 */
	public static final class Running {

		public final EvaluationScope scope;

		public final CompletableFuture<String> output = new CompletableFuture<>();

		private final ClassLoader engineLoader;

		private Running(ReplRuntime runtime, String form, ThreadContext context) {
			this.scope = runtime.newScope(context);
			EngineSession session = runtime.newSession(new SessionSettings(Integer.MAX_VALUE, Integer.MAX_VALUE));
			this.engineLoader = session.getClass().getClassLoader();
			Thread thread = new Thread(() -> run(session, form), "test-repl");
			thread.setDaemon(true);
			thread.start();
		}

		/**
		 * Evaluate something that the host gets hold of.
		 * @param form the form
		 * @return its value
		 * @throws Exception when it fails
		 */
		public Object value(String form) throws Exception {
			Class<?> rt = Class.forName("clojure.lang.RT", true, this.engineLoader);
			Class<?> compiler = Class.forName("clojure.lang.Compiler", true, this.engineLoader);
			Object read = rt.getMethod("readString", String.class).invoke(null, form);
			return compiler.getMethod("eval", Object.class).invoke(null, read);
		}

		public ClassLoader engineLoader() {
			return this.engineLoader;
		}

		private void run(EngineSession session, String form) {
			StringWriter out = new StringWriter();
			try {
				this.scope.call(() -> session.step(session.newReader(new StringReader(form + "\n")),
						new StepStreams(out, out, out), new Hooks(this.scope)));
				this.output.complete(out.toString().trim());
			}
			catch (Throwable ex) {
				this.output.complete(out + "!" + ex);
			}
		}

		/**
		 * Stop as the watchdog does, with all the time that a busy machine takes.
		 * @return how long it took until the scope was over, in milliseconds, or -1
		 */
		public double stop() {
			return stop(PATIENCE);
		}

		/**
		 * Stop as the watchdog does.
		 * @param limit how long to try
		 * @return how long it took until the scope was over, in milliseconds, or -1
		 */
		public double stop(Duration limit) {
			long start = System.nanoTime();
			this.scope.stop(new StopCause(StopCause.Kind.INTERRUPTED, "stopped by the test"));
			if (this.scope.isOver()) {
				return 0;
			}
			double body = -1;
			while (!this.scope.isOver()) {
				if (System.nanoTime() - start > limit.toNanos()) {
					return -1;
				}
				try {
					this.output.get(20, TimeUnit.MILLISECONDS);
					body = (body < 0) ? (System.nanoTime() - start) / 1e6 : body;
					Thread.sleep(5);
				}
				catch (TimeoutException ex) {
					// not yet
				}
				catch (Exception ex) {
					throw new AssertionError(ex);
				}
				this.scope.nudge();
			}
			// it may be over before anybody has looked for what it printed
			return (body < 0) ? (System.nanoTime() - start) / 1e6 : body;
		}

	}

	private record Hooks(EvaluationScope scope) implements StepHooks {

		@Override
		public void reading() {
		}

		@Override
		public void evaluating(String form, String namespace) {
		}

		@Override
		public void evaluatingWhileReading(String form, String namespace) {
		}

		@Override
		public void waiting(boolean waiting) {
		}

		@Override
		public void unreadable(String text, String namespace) {
		}

		@Override
		public boolean isStopping() {
			return this.scope.stopCause() != null;
		}

	}

}
