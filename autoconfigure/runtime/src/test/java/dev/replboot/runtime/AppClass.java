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

package dev.replboot.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An application bean that keeps what it is given.
 */
public class AppClass {

	public static Exception lastError;

	/**
	 * The errors that the application remembers.
	 */
	public static final List<Exception> ERRORS = new ArrayList<>();

	/**
	 * What the application knows of classes.
	 */
	public static final Map<Class<?>, Object> BY_TYPE = new ConcurrentHashMap<>();

	/**
	 * Java of the application that does nothing.
	 */
	public static final Runnable NOTHING = () -> {
	};

	private static final CountDownLatch NEVER = new CountDownLatch(1);

	/**
	 * A pool whose only thread waits for good.
	 */
	public static final ThreadPoolExecutor BUSY = busy();

	public final List<Greeter> greeters = new ArrayList<>();

	private static ThreadPoolExecutor busy() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "busy");
					thread.setDaemon(true);
					return thread;
				});
		pool.execute(() -> {
			try {
				NEVER.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		return pool;
	}

	/**
	 * Run something on a thread of the application's.
	 * @param task what to run
	 * @return its result
	 * @throws Exception what the task throws
	 */
	public static Object onPool(Callable<?> task) throws Exception {
		return Spinner.onPool(task);
	}

	/**
	 * Start a thread of the application's that waits for good.
	 * @return 1
	 */
	public static int newThread() {
		Thread thread = new Thread(() -> {
			try {
				NEVER.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "app-waiting");
		thread.setDaemon(true);
		thread.start();
		return 1;
	}

	/**
	 * Keep a greeter.
	 * @param greeter the greeter
	 */
	public void register(Greeter greeter) {
		this.greeters.add(greeter);
	}

}
