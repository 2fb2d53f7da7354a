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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An application class with methods that don't end.
 */
public class Spinner {

	public static final ExecutorService POOL = Executors.newFixedThreadPool(2, (task) -> {
		Thread thread = new Thread(task, "app-pool");
		thread.setDaemon(true);
		return thread;
	});

	public static volatile boolean released;

	public volatile long spins;

	/**
	 * Spin until the thread is interrupted.
	 */
	public void spin() {
		while (!Thread.currentThread().isInterrupted()) {
			this.spins++;
		}
	}

	/**
	 * Call something again and again, whatever it throws.
	 * @param task what to call
	 */
	public void spinSwallowing(Runnable task) {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				this.spins++;
			}
		}
	}

	/**
	 * Hold a monitor in a thread of the application's own.
	 * @param monitor what to hold
	 */
	public void holdForever(Object monitor) {
		CountDownLatch held = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			synchronized (monitor) {
				held.countDown();
				while (!released) {
					Thread.onSpinWait();
				}
			}
		}, "app-holder");
		thread.setDaemon(true);
		thread.start();
		try {
			held.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Run something on the application's pool.
	 * @param task what to run
	 * @return its result
	 * @throws Exception what the task throws
	 */
	public static Object onPool(java.util.concurrent.Callable<?> task) throws Exception {
		Future<?> future = POOL.submit(task);
		return future.get();
	}

}
