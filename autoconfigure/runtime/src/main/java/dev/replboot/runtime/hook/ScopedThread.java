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

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.stop.ClassOrigins;
import dev.replboot.runtime.stop.OwnThread;
import dev.replboot.runtime.stop.ScopePropagation;
import dev.replboot.runtime.stop.Scopes;

/**
 * What {@code new Thread} makes in evaluated code: a thread that works for the evaluation
 * that made it, and dies quietly when that is stopped.
 */
public class ScopedThread extends Thread implements OwnThread {

	private final boolean serving;

	public ScopedThread() {
		this.serving = false;
	}

	public ScopedThread(@Nullable Runnable task) {
		super(carried(task));
		this.serving = servesEverybody(task);
	}

	public ScopedThread(String name) {
		super(name);
		this.serving = false;
	}

	public ScopedThread(@Nullable Runnable task, String name) {
		super(carried(task), name);
		this.serving = servesEverybody(task);
	}

	public ScopedThread(@Nullable ThreadGroup group, @Nullable Runnable task) {
		super(group, carried(task));
		this.serving = servesEverybody(task);
	}

	public ScopedThread(@Nullable ThreadGroup group, String name) {
		super(group, name);
		this.serving = false;
	}

	public ScopedThread(@Nullable ThreadGroup group, @Nullable Runnable task, String name) {
		super(group, carried(task), name);
		this.serving = servesEverybody(task);
	}

	public ScopedThread(@Nullable ThreadGroup group, @Nullable Runnable task, String name, long stackSize) {
		super(group, carried(task), name, stackSize);
		this.serving = servesEverybody(task);
	}

	public ScopedThread(@Nullable ThreadGroup group, @Nullable Runnable task, String name, long stackSize,
			boolean inheritThreadLocals) {
		super(group, carried(task), name, stackSize, inheritThreadLocals);
		this.serving = servesEverybody(task);
	}

	private static @Nullable Runnable carried(@Nullable Runnable task) {
		if (task == null) {
			return null;
		}
		return servesEverybody(task) ? ScopePropagation.detach(task) : ScopePropagation.carry(task);
	}

	/**
	 * Whether a thread is a pool's worker or a library's own, which goes on when the
	 * evaluation that happened to need it first is stopped.
	 * @param task what the thread is going to run
	 * @return whether it doesn't belong to the current evaluation
	 */
	private static boolean servesEverybody(@Nullable Runnable task) {
		if (task == null) {
			return false;
		}
		Class<?> type = task.getClass();
		return type.getClassLoader() == null || (ClassOrigins.isLibrary(type) && ClassOrigins.isCalledByLibrary());
	}

	@Override
	public synchronized void start() {
		if (!this.serving) {
			Scopes.starting(this);
		}
		super.start();
	}

	@Override
	public UncaughtExceptionHandler getUncaughtExceptionHandler() {
		UncaughtExceptionHandler handler = super.getUncaughtExceptionHandler();
		return (thread, thrown) -> {
			if (!(thrown instanceof EvaluationStoppedError)) {
				handler.uncaughtException(thread, thrown);
			}
		};
	}

	@Override
	public final State ownState() {
		return super.getState();
	}

	@Override
	public final long ownId() {
		return super.getId();
	}

	@Override
	public final StackTraceElement[] ownStack() {
		return super.getStackTrace();
	}

	@Override
	public final @Nullable ClassLoader ownContextClassLoader() {
		return super.getContextClassLoader();
	}

	@Override
	public final void ownContextClassLoader(@Nullable ClassLoader loader) {
		super.setContextClassLoader(loader);
	}

	@Override
	public final void ownInterrupt() {
		super.interrupt();
	}

}
