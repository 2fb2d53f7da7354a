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

package dev.replboot.runtime.unload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Waits until no thread runs code of the runtime any more.
 */
final class RunningThreads {

	private static final long PAUSE_MILLIS = 10;

	private final Owned runtime;

	private final Supplier<List<Thread>> working;

	RunningThreads(Owned runtime, Supplier<List<Thread>> working) {
		this.runtime = runtime;
		this.working = working;
	}

	/**
	 * Interrupt whatever runs until nothing does.
	 * @param deadlineNanos when to give up, in terms of {@link System#nanoTime()}
	 * @return the threads that still run
	 */
	Set<Thread> await(long deadlineNanos) {
		while (true) {
			Set<Thread> running = find();
			if (running.isEmpty() || System.nanoTime() - deadlineNanos > 0) {
				return running;
			}
			try {
				Thread.sleep(PAUSE_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return running;
			}
		}
	}

	private Set<Thread> find() {
		Set<Thread> running = new LinkedHashSet<>(this.working.get());
		for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
			if (entry.getKey() != Thread.currentThread() && this.runtime.runsIn(entry.getValue())) {
				if (running.add(entry.getKey())) {
					// not one of an evaluation's: it waits in a function that was called
					// back
					entry.getKey().interrupt();
				}
			}
		}
		return running;
	}

	static List<String> describe(Set<Thread> running) {
		List<String> sentences = new ArrayList<>();
		for (Thread thread : running) {
			StackTraceElement[] stack = thread.getStackTrace();
			String where = (stack.length > 0) ? " at " + stack[0] : "";
			sentences.add("The thread \"" + thread.getName() + "\" still runs what was started in the REPL" + where
					+ ". It is turned away as soon as it comes back to evaluated code.");
		}
		return sentences;
	}

}
