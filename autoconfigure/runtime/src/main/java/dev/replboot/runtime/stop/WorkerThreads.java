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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads that inherit nothing from their creator.
 */
final class WorkerThreads implements ThreadFactory {

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final AtomicInteger count = new AtomicInteger();

	private final String name;

	private final boolean evaluate;

	private WorkerThreads(String name, boolean evaluate) {
		this.name = name;
		this.evaluate = evaluate;
	}

	static ExecutorService pool(String name) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), new WorkerThreads(name, true));
	}

	static ThreadFactory named(String name) {
		return new WorkerThreads(name, false);
	}

	@Override
	public Thread newThread(Runnable task) {
		Thread thread = new Thread(null, this.evaluate ? detached(task) : task,
				this.name + "-" + this.count.incrementAndGet(), 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(WorkerThreads.class.getClassLoader());
		return thread;
	}

	// what it runs is an evaluation's, and never called back by the application
	private static Runnable detached(Runnable task) {
		return () -> {
			ThreadScope.current().detach();
			task.run();
		};
	}

}
