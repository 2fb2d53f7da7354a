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

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.replboot.api.Internal;

/**
 * How long to wait for what has been told to stop. On a machine whose processors are all
 * busy it lasts up to five times as long: what stops needs its turns as well, and is
 * reported as left behind if it doesn't get them. Such a machine shows itself by how
 * rarely the waiting thread has its own turn.
 */
@Internal
public final class Patience {

	/**
	 * How long to pause between two looks.
	 */
	public static final Duration PAUSE = Duration.ofMillis(5);

	private static final int MOST = 5;

	private final long begin = System.nanoTime();

	private final long nanos;

	private final long enough;

	private long looks;

	/**
	 * Begin to wait.
	 * @param length how long on a machine with an idle processor
	 */
	public Patience(Duration length) {
		this.nanos = length.toNanos();
		this.enough = this.nanos / PAUSE.toNanos() / 2;
	}

	/**
	 * Pause, after what is waited for hasn't come.
	 * @return whether to look again; {@code false} at its end
	 */
	public boolean pause() {
		long elapsed = System.nanoTime() - this.begin;
		if (elapsed >= this.nanos && (this.looks >= this.enough || elapsed >= MOST * this.nanos)) {
			return false;
		}
		this.looks++;
		// whoever closes the REPL from an evaluation is interrupted all the time
		boolean interrupted = Thread.interrupted();
		LockSupport.parkNanos(PAUSE.toNanos());
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return true;
	}

}
