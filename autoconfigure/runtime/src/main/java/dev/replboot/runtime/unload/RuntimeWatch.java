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

package dev.replboot.runtime.unload;

import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.ClosedRuntime;

/**
 * Watches whether the JVM unloads the runtimes of a REPL that has been closed. While one
 * is there, a thread waits for the JVM to say that it has unloaded classes, for a bounded
 * time; after that, whoever asks looks.
 */
public final class RuntimeWatch implements AutoCloseable {

	private final Duration patience;

	private final ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();

	private final List<WatchedRuntime> watched = new ArrayList<>();

	private long deadlineNanos;

	private @Nullable Thread thread;

	private boolean closed;

	/**
	 * Create a watch that watches nothing yet.
	 * @param patience how long its thread waits after the last runtime was let go of;
	 * zero for a watch that only looks when it is asked
	 */
	public RuntimeWatch(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Watch a runtime that was let go of.
	 * @param runtime the runtime
	 * @param hostObjects what it was given of the application
	 */
	synchronized void watch(RuntimeOwnership runtime, Collection<Object> hostObjects) {
		this.watched.removeIf(WatchedRuntime::isGone);
		this.watched.add(new WatchedRuntime(runtime.name(), runtime.home(), new Holders(hostObjects), this.queue));
		this.deadlineNanos = System.nanoTime() + this.patience.toNanos();
		if (!this.patience.isZero()) {
			startThread();
		}
	}

	private void startThread() {
		if (this.thread == null && !this.closed) {
			// inherits nothing of whoever closes the REPL
			Thread thread = new Thread(null, this::run, "repl-unload-watch", 0, false);
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.setContextClassLoader(RuntimeWatch.class.getClassLoader());
			this.thread = thread;
			thread.start();
		}
	}

	private void run() {
		try {
			while (true) {
				lookAtAll();
				long millis = millisLeft();
				if (millis <= 0) {
					return;
				}
				this.queue.remove(millis);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			synchronized (this) {
				if (this.thread == Thread.currentThread()) {
					this.thread = null;
				}
			}
		}
	}

	// without the lock: a search takes its time
	private void lookAtAll() {
		List<WatchedRuntime> all;
		synchronized (this) {
			this.watched.removeIf(WatchedRuntime::isGone);
			all = List.copyOf(this.watched);
		}
		for (WatchedRuntime each : all) {
			if (each.look()) {
				each.search();
			}
		}
	}

	private synchronized long millisLeft() {
		long left = this.watched.isEmpty() ? 0 : (this.deadlineNanos - System.nanoTime()) / 1_000_000;
		if (left <= 0) {
			this.thread = null;
		}
		return left;
	}

	/**
	 * The runtimes that were let go of and are still there.
	 * @return what is known of each, the oldest first
	 */
	public synchronized List<ClosedRuntime> remaining() {
		this.watched.removeIf(WatchedRuntime::isGone);
		if (this.watched.stream().anyMatch(WatchedRuntime::look)) {
			// looks, searches and ends
			startThread();
		}
		return this.watched.stream().map(WatchedRuntime::describe).toList();
	}

	/**
	 * End the watch with the application: its thread ends.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		Thread thread = this.thread;
		if (thread != null) {
			thread.interrupt();
		}
	}

	/**
	 * The runtimes that stay, although the JVM has unloaded classes.
	 * @return how many
	 */
	public int staying() {
		return (int) remaining().stream().filter(ClosedRuntime::stays).count();
	}

}
