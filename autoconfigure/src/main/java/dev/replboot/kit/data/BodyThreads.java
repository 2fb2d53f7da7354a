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

package dev.replboot.kit.data;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;

/**
 * The threads that a trial's body starts. What they change belongs to the trial, so the
 * trial isn't over before they are.
 */
final class BodyThreads {

	/**
	 * How long a trial waits for them.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final long PAUSE_NANOS = 1_000_000;

	private final EvaluationScope scope;

	private final Set<Thread> before = Collections.newSetFromMap(new IdentityHashMap<>());

	private final int handedOverBefore;

	private BodyThreads(EvaluationScope scope) {
		this.scope = scope;
		this.handedOverBefore = scope.handedOver();
		this.before.addAll(scope.threads());
	}

	/**
	 * Note which threads work for the calling thread's evaluation already.
	 * @return what tells them from those that the body starts
	 */
	static BodyThreads beforeBody() {
		EvaluationScope scope = Scopes.current();
		if (scope == null) {
			throw new IllegalStateException("This thread doesn't evaluate for a session.");
		}
		return new BodyThreads(scope);
	}

	/**
	 * Wait until the threads that the body started are over, at most {@link #PATIENCE}.
	 * @return the names of those that are not
	 */
	List<String> await() {
		long begin = System.nanoTime();
		while (isWorking() && System.nanoTime() - begin < PATIENCE.toNanos()) {
			Scopes.poll();
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return isWorking() ? names() : List.of();
	}

	boolean isWorking() {
		return this.scope.handedOver() > this.handedOverBefore || !started().isEmpty();
	}

	private List<Thread> started() {
		return this.scope.threads().stream().filter((thread) -> !this.before.contains(thread)).toList();
	}

	private List<String> names() {
		List<String> names = started().stream().map(Thread::getName).sorted().toList();
		return names.isEmpty() ? List.of("a task that waits for a thread") : names;
	}

}
