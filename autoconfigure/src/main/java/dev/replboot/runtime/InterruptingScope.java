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

import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A scope that knows one thread and stops it by interrupting it.
 */
final class InterruptingScope implements EvaluationScope {

	private final ThreadContext context;

	private final Object monitor = new Object();

	private @Nullable Thread thread;

	private @Nullable StopCause cause;

	private boolean over;

	InterruptingScope(ThreadContext context) {
		this.context = context;
	}

	@Override
	public <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
		synchronized (this.monitor) {
			this.thread = Thread.currentThread();
		}
		try (ThreadContext.Entered entered = this.context.enter()) {
			return body.call();
		}
		finally {
			synchronized (this.monitor) {
				this.thread = null;
				this.over = true;
				Thread.interrupted();
			}
		}
	}

	@Override
	public boolean stop(StopCause cause) {
		synchronized (this.monitor) {
			if (this.cause != null || this.over) {
				return false;
			}
			this.cause = cause;
		}
		nudge();
		return true;
	}

	@Override
	public void nudge() {
		synchronized (this.monitor) {
			if (this.thread != null && this.cause != null) {
				this.thread.interrupt();
			}
		}
	}

	@Override
	public @Nullable StopCause stopCause() {
		synchronized (this.monitor) {
			return this.cause;
		}
	}

	@Override
	public boolean isBodyOver() {
		synchronized (this.monitor) {
			return this.over;
		}
	}

	@Override
	public boolean isOver() {
		return isBodyOver();
	}

	@Override
	public long allocatedBytes() {
		return -1;
	}

	@Override
	public List<Thread> threads() {
		synchronized (this.monitor) {
			return (this.thread != null) ? List.of(this.thread) : List.of();
		}
	}

}
