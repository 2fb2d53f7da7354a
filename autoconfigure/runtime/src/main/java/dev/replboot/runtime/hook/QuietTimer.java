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

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.WeakHashMap;

import dev.replboot.runtime.EvaluationStoppedError;

/**
 * The first task of a timer: it makes the timer's thread, which nobody else can reach,
 * die quietly when what it runs is stopped. The application may do anything about an
 * exception that nobody catches, even end.
 */
final class QuietTimer extends TimerTask {

	private static final Map<Timer, String> NAMES = Collections.synchronizedMap(new WeakHashMap<>());

	private final WeakReference<Timer> timer;

	private QuietTimer(Timer timer) {
		this.timer = new WeakReference<>(timer);
	}

	static void quieten(Timer timer) {
		timer.schedule(new QuietTimer(timer), 0);
	}

	/**
	 * The name of a timer, which is its thread's.
	 * @param timer the timer
	 * @return the name, as far as it is known
	 */
	static String name(Timer timer) {
		String name = NAMES.get(timer);
		return (name != null) ? "the timer " + name : "a timer";
	}

	@Override
	public void run() {
		Thread thread = Thread.currentThread();
		Timer named = this.timer.get();
		if (named != null) {
			NAMES.put(named, thread.getName());
		}
		Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
		thread.setUncaughtExceptionHandler((any, thrown) -> {
			if (!(thrown instanceof EvaluationStoppedError)) {
				handler.uncaughtException(any, thrown);
			}
		});
	}

}
