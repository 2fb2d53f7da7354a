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

package dev.replboot.runtime.callback;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterAll;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.TestRuntime;
import dev.replboot.runtime.launch.Runtimes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's side, for tests of code of an evaluation that runs on its threads.
 */
public abstract class CallbackTests {

	/**
	 * The application's side: what it was given, by name.
	 */
	public static final Map<String, Object> GIVEN = new ConcurrentHashMap<>();

	static TestRuntime repl(Duration budget) {
		TestRuntime repl = new TestRuntime(Runtimes.isolated(GuardListener.NONE, budget)
			.load(new RuntimeSetup(CallbackTests.class.getClassLoader(), Map.of(),
					List.of("dev.replboot.runtime.nokit"), List.of())));
		assertThat(repl.eval("(do (import '(dev.replboot.runtime.callback CallbackTests CallbackTests$Kinds"
				+ " CallbackTests$Base CallbackTests$Filter CallbackTests$Next CallbackTests$Once CallbackTests$Decorator))"
				+ " (defn give [k v] (.put ^java.util.Map CallbackTests/GIVEN k v) nil))"))
			.isEqualTo("#'user/give");
		return repl;
	}

	static void give(TestRuntime repl, String name, String form) {
		assertThat(repl.eval("(give \"" + name + "\" " + form + ")")).isEqualTo("nil");
	}

	@SuppressWarnings("unchecked")
	static <T> T given(String name) {
		return (T) GIVEN.get(name);
	}

	@AfterAll
	static void forget() {
		GIVEN.clear();
	}

	// fails if it is interrupted
	static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static CompletableFuture<Object> onThread(Callable<Object> task) {
		CompletableFuture<Object> result = new CompletableFuture<>();
		start(task, result);
		return result;
	}

	private static Thread start(Callable<Object> task, CompletableFuture<Object> result) {
		Thread thread = new Thread(() -> {
			try {
				result.complete(task.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, "application");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	// on a thread that has nothing to do with the REPL
	static Object elsewhere(Callable<Object> task) throws Exception {
		CompletableFuture<Object> result = new CompletableFuture<>();
		Thread thread = start(task, result);
		try {
			return result.get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause());
		}
		catch (TimeoutException ex) {
			AssertionError error = new AssertionError("Still runs");
			error.setStackTrace(thread.getStackTrace());
			throw error;
		}
	}

	/**
	 * A kind of thing that an application calls back.
	 */
	public interface Kinds {

		String text(String argument);

		boolean yes();

		int number(long first, double second);

		Optional<String> maybe();

		List<String> several();

		Iterable<String> each();

		CompletableFuture<String> later();

		int[] numbers();

		default boolean goesOn() {
			return true;
		}

	}

	/**
	 * A class of the application that is extended.
	 */
	public static class Base {

		public String name() {
			return "base";
		}

		protected int weight() {
			return 7;
		}

		public int twice() {
			return 2 * weight();
		}

	}

	/**
	 * Passes on to the next one.
	 */
	public interface Filter {

		void doFilter(String request, Next next);

	}

	/**
	 * Passes on what it gets to a method that takes less of it.
	 */
	public abstract static class Once {

		public final void doFilter(String request, Following next) {
			inner(request, next);
		}

		protected abstract void inner(String request, Following next);

	}

	/**
	 * Takes more than strings.
	 */
	public interface Following {

		void doFilter(CharSequence request);

	}

	/**
	 * Makes another task of a task.
	 */
	public interface Decorator {

		Runnable decorate(Runnable task);

	}

	/**
	 * The next one.
	 */
	public interface Next {

		void doFilter(String request);

	}

}
