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
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.ScheduledWork;
import dev.replboot.runtime.stop.Scopes;

/**
 * The threads that a dry run's body starts, and what it schedules. What they change
 * belongs to the dry run, so the dry run isn't over before they are.
 */
final class BodyThreads {

	/**
	 * How long a dry run waits for them.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long PAUSE_NANOS = 1_000_000;

	private final EvaluationScope scope;

	private final Set<Thread> before = Collections.newSetFromMap(new IdentityHashMap<>());

	private final int handedOverBefore;

	private final Set<ScheduledWork> scheduledBefore = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Set<String> stopped = new TreeSet<>();

	private int stoppedBeforeTheyRan;

	private BodyThreads(EvaluationScope scope) {
		this.scope = scope;
		this.handedOverBefore = scope.handedOver();
		this.before.addAll(scope.threads());
		this.scheduledBefore.addAll(scope.scheduled());
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
		while (System.nanoTime() - begin < PATIENCE.toNanos()
				&& (isWorking() || isOverSoon(PATIENCE.toMillis() - (System.nanoTime() - begin) / 1_000_000))) {
			Scopes.poll();
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		stopScheduled();
		return isWorking() ? names() : List.of();
	}

	boolean isWorking() {
		return isWaiting() || !started().isEmpty();
	}

	private boolean isWaiting() {
		return this.scope.handedOver() - this.stoppedBeforeTheyRan > this.handedOverBefore;
	}

	private boolean isOverSoon(long millis) {
		return scheduled().stream().anyMatch((work) -> !work.isOver() && work.isOverWithin(millis));
	}

	private List<ScheduledWork> scheduled() {
		return this.scope.scheduled().stream().filter((work) -> !this.scheduledBefore.contains(work)).toList();
	}

	private void stopScheduled() {
		for (ScheduledWork work : scheduled()) {
			if (!work.isOver() && work.cancel()) {
				this.stopped.add(work.name());
				this.stoppedBeforeTheyRan += work.isCounted() ? 1 : 0;
			}
		}
	}

	/**
	 * What the body has scheduled for later, which is stopped now.
	 * @return the names, in order
	 */
	Set<String> stopped() {
		return this.stopped;
	}

	/**
	 * What runs past the dry run: tasks of timers that were there before, and tasks that
	 * a timer is running still.
	 * @return the names, in order
	 */
	Set<String> past() {
		return scheduled().stream()
			.filter((work) -> !work.isCarried() || !work.isOver() && work.isOverWithin(0))
			.map(ScheduledWork::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private List<Thread> started() {
		return this.scope.threads().stream().filter((thread) -> !this.before.contains(thread)).toList();
	}

	private List<String> names() {
		List<String> names = new ArrayList<>(started().stream().map(Thread::getName).sorted().toList());
		if (names.isEmpty()
				|| this.scope.handedOver() - this.stoppedBeforeTheyRan - this.handedOverBefore > names.size()) {
			names.add("a task that waits for a thread");
		}
		return names;
	}

}
