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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.replboot.runtime.Patience;
import dev.replboot.runtime.stop.Threads;

/**
 * Waits until no thread runs code of the runtime any more.
 */
final class RunningThreads {

	private final RuntimeOwnership runtime;

	private final Supplier<List<Thread>> working;

	RunningThreads(RuntimeOwnership runtime, Supplier<List<Thread>> working) {
		this.runtime = runtime;
		this.working = working;
	}

	/**
	 * Interrupt whatever runs until nothing does.
	 * @param patience how long to wait
	 * @return the threads that still run
	 */
	Set<Thread> await(Patience patience) {
		Set<Thread> running = find();
		while (!running.isEmpty() && patience.pause()) {
			running = find();
		}
		return running;
	}

	private Set<Thread> find() {
		// evaluated code may have threads with a hash code of their own
		Set<Thread> running = Collections.newSetFromMap(new IdentityHashMap<>());
		running.addAll(this.working.get());
		for (Thread thread : Threads.all()) {
			if (thread != Thread.currentThread() && this.runtime.runsIn(Threads.stack(thread)) && running.add(thread)
					&& Threads.isWaiting(thread)) {
				// not one of an evaluation's: it waits in a function that was called
				// back
				Threads.interrupt(thread);
			}
		}
		return running;
	}

	static List<String> describe(Set<Thread> running) {
		List<String> sentences = new ArrayList<>();
		for (Thread thread : running) {
			StackTraceElement[] stack = Threads.stack(thread);
			String where = (stack.length > 0) ? " at " + stack[0] : "";
			sentences.add("The thread \"" + thread.getName() + "\" still runs what was started in the REPL" + where
					+ ". It is turned away as soon as it comes back to evaluated code.");
		}
		return sentences;
	}

}
