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

	private final List<ScheduledWork> scheduled = new ArrayList<>();

	synchronized void add(ScheduledWork work) {
		pending();
		this.scheduled.add(work);
	}

	synchronized void cancelled(Timer timer) {
		this.scheduled.removeIf((work) -> work instanceof TimerWork task && task.isOf(timer));
	}

	synchronized List<ScheduledWork> pending() {
		this.scheduled.removeIf((work) -> work.isOver() && work.isCarried());
		return List.copyOf(this.scheduled);
	}

}
