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

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

import dev.replboot.runtime.ScheduledWork;

/**
 * Task of a timer.
 */
final class TimerWork implements ScheduledWork {

	// the timer's thread keeps the task but not the timer, which closing has to cancel
	private final Timer timer;

	private final TimerTask task;

	private final String name;

	private final long due;

	private final boolean periodic;

	private final boolean carried;

	private volatile boolean over;

	TimerWork(Timer timer, TimerTask task, String name, long delay, boolean periodic, boolean carried) {
		this.timer = timer;
		this.task = task;
		this.name = name;
		this.due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
		this.periodic = periodic;
		this.carried = carried;
	}

	void hasRun() {
		this.over |= !this.periodic;
	}

	boolean isOf(Timer other) {
		return this.timer == other;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isOver() {
		return this.over;
	}

	@Override
	public boolean isOverWithin(long millis) {
		return !this.periodic && this.due - System.nanoTime() <= TimeUnit.MILLISECONDS.toNanos(millis);
	}

	@Override
	public boolean isCarried() {
		return this.carried;
	}

	@Override
	public boolean cancel() {
		boolean cancelled = this.task.cancel();
		letGo();
		this.over |= cancelled;
		return cancelled;
	}

	// A timer of the application keeps a cancelled task in its queue until it is due, and
	// its thread keeps it until it looks at the queue again.
	private void letGo() {
		this.timer.purge();
		try {
			this.timer.schedule(new TimerTask() {

				@Override
				public void run() {
				}

			}, 0);
		}
		catch (IllegalStateException ex) {
			// the timer is cancelled, and its queue is empty
		}
	}

	@Override
	public boolean isCounted() {
		return false;
	}

}
