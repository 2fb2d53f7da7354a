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

import org.jspecify.annotations.Nullable;

/**
 * Task or function that an evaluation has handed over, and that a queue or a future of
 * the application may keep for good. Closing the runtime clears it.
 *
 * @param <T> the task's type
 */
final class LentTask<T> {

	private volatile @Nullable T task;

	LentTask(T task) {
		this.task = task;
	}

	/**
	 * The task.
	 * @return the task, or {@code null} if the runtime is closed
	 */
	@Nullable T task() {
		return this.task;
	}

	void letGo() {
		this.task = null;
	}

}
