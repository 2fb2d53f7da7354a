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

package dev.replboot.runtime.stop;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;

import dev.replboot.runtime.ScheduledWork;

/**
 * What one evaluation has scheduled.
 */
final class ScopeSchedule {

	private static final int FEW = 64;

	private final List<ScheduledWork> scheduled = new ArrayList<>();

	private int many = FEW;

	private boolean listed;

	/**
	 * Note a task.
	 * @param work the task
	 * @return whether all of it has to be listed among what is to be given back
	 */
	synchronized boolean add(ScheduledWork work) {
		// who schedules a hundred thousand doesn't wait for as many looks at each
		if (this.scheduled.size() >= this.many) {
			letGo();
			this.many = Math.max(FEW, 2 * this.scheduled.size());
		}
		this.scheduled.add(work);
		boolean first = !this.listed;
		this.listed = true;
		return first;
	}

	/**
	 * Whether nothing of it runs any more, so that it needs not be listed.
	 * @return whether all of it is over
	 */
	synchronized boolean isOver() {
		this.listed = !this.scheduled.stream().allMatch(ScheduledWork::isOver);
		return !this.listed;
	}

	synchronized boolean isEmpty() {
		return this.scheduled.isEmpty();
	}

	void cancel() {
		pending().forEach(ScheduledWork::cancel);
	}

	private void letGo() {
		this.scheduled.removeIf((work) -> work.isOver() && work.isCarried());
	}

	synchronized void cancelled(Timer timer) {
		this.scheduled.removeIf((work) -> work instanceof TimerWork task && task.isOf(timer));
	}

	synchronized List<ScheduledWork> pending() {
		letGo();
		return List.copyOf(this.scheduled);
	}

}
