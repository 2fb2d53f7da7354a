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

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.stop.ScopePropagation;

/**
 * A thread that Clojure is started on, so that what Clojure leaves on it goes with it.
 */
final class LoadingThread {

	private static final long STACK_BYTES = 4L << 20;

	private LoadingThread() {
	}

	static <T> T call(ClassLoader contextLoader, Callable<T> body) {
		FutureTask<T> task = new FutureTask<>(body);
		Thread thread = new Thread(null, ScopePropagation.detach(task), "repl-loading", STACK_BYTES, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(contextLoader);
		thread.start();
		try {
			return task.get();
		}
		catch (InterruptedException ex) {
			thread.interrupt();
			Thread.currentThread().interrupt();
			throw new RuntimeLoadException("Loading Clojure was interrupted. Open the REPL again.", ex);
		}
		catch (ExecutionException ex) {
			throw new RuntimeLoadException("Clojure could not be loaded: " + ex.getCause()
					+ ". Check that org.clojure:clojure 1.12 is on the class path.", ex.getCause());
		}
	}

}
