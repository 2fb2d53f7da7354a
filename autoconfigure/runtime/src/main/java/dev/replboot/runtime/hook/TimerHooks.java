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

import java.util.Date;
import java.util.Timer;
import java.util.TimerTask;

import dev.replboot.runtime.stop.Scopes;

/**
 * Timers: what they are to run is noted, because nothing else tells.
 */
public final class TimerHooks {

	private TimerHooks() {
	}

	@ReplacementFor(Timer.class)
	public static void schedule(Timer timer, TimerTask task, long delay) {
		timer.schedule(task, delay);
		once(timer, task, delay);
	}

	@ReplacementFor(Timer.class)
	public static void schedule(Timer timer, TimerTask task, Date time) {
		timer.schedule(task, time);
		once(timer, task, until(time));
	}

	@ReplacementFor(Timer.class)
	public static void schedule(Timer timer, TimerTask task, long delay, long period) {
		timer.schedule(task, delay, period);
		again(timer, task, delay);
	}

	@ReplacementFor(Timer.class)
	public static void schedule(Timer timer, TimerTask task, Date time, long period) {
		timer.schedule(task, time, period);
		again(timer, task, until(time));
	}

	@ReplacementFor(Timer.class)
	public static void scheduleAtFixedRate(Timer timer, TimerTask task, long delay, long period) {
		timer.scheduleAtFixedRate(task, delay, period);
		again(timer, task, delay);
	}

	@ReplacementFor(Timer.class)
	public static void scheduleAtFixedRate(Timer timer, TimerTask task, Date time, long period) {
		timer.scheduleAtFixedRate(task, time, period);
		again(timer, task, until(time));
	}

	@ReplacementFor(Timer.class)
	public static void cancel(Timer timer) {
		timer.cancel();
		Scopes.cancelled(timer);
	}

	private static long until(Date time) {
		return Math.max(0, time.getTime() - System.currentTimeMillis());
	}

	private static void again(Timer timer, TimerTask task, long delay) {
		Scopes.scheduled(timer, task, QuietTimer.name(timer), delay, true);
	}

	private static void once(Timer timer, TimerTask task, long delay) {
		Runnable hasRun = Scopes.scheduled(timer, task, QuietTimer.name(timer), delay, false);
		TimerTask marker = new TimerTask() {

			@Override
			public void run() {
				hasRun.run();
			}

		};
		try {
			// a timer has one thread, so this comes after the task
			timer.schedule(marker, delay + 1);
		}
		catch (IllegalStateException ex) {
			// cancelled in the meantime, and the task with it
			hasRun.run();
		}
	}

}
