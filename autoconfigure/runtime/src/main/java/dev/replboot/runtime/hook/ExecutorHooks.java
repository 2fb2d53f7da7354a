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

package dev.replboot.runtime.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import dev.replboot.runtime.stop.CarriedRunnable;

/**
 * Questions about the tasks of an executor, which are answered with the tasks that were
 * handed over, and not with what carries them.
 */
public final class ExecutorHooks {

	private ExecutorHooks() {
	}

	@ReplacementFor({ ThreadPoolExecutor.class, ScheduledThreadPoolExecutor.class })
	public static boolean remove(ThreadPoolExecutor executor, Runnable task) {
		return CarriedRunnable.remove(executor, task);
	}

	@ReplacementFor({ ThreadPoolExecutor.class, ScheduledThreadPoolExecutor.class })
	public static void purge(ThreadPoolExecutor executor) {
		CarriedRunnable.purge(executor);
	}

	@ReplacementFor({ ExecutorService.class, ThreadPoolExecutor.class, ScheduledThreadPoolExecutor.class })
	public static List<Runnable> shutdownNow(ExecutorService executor) {
		List<Runnable> tasks = new ArrayList<>();
		for (Runnable task : executor.shutdownNow()) {
			tasks.add((task instanceof CarriedRunnable carried) ? carried.giveUp() : task);
		}
		return tasks;
	}

}
