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

package dev.replboot.listener.nrepl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Tasks of a session that wait for their turn, bounded by number and size. Not
 * thread-safe: whoever uses them holds a lock.
 */
final class WaitingTasks {

	private static final int MAX_TASKS = 256;

	private static final int MAX_SIZE = 4 << 20;

	private final Deque<NreplTask> tasks = new ArrayDeque<>();

	private int size;

	/**
	 * Add a task. One that nothing waits beside is never too large.
	 * @param task the task
	 * @return whether there was room for it
	 */
	boolean add(NreplTask task) {
		boolean full = this.tasks.size() >= MAX_TASKS || this.size > MAX_SIZE - task.size();
		if (full && !this.tasks.isEmpty()) {
			return false;
		}
		this.tasks.addLast(task);
		this.size += task.size();
		return true;
	}

	@Nullable NreplTask poll() {
		NreplTask task = this.tasks.pollFirst();
		if (task != null) {
			this.size -= task.size();
		}
		return task;
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	Stream<NreplTask> stream() {
		return this.tasks.stream();
	}

}
