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

import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.StopCause;

/**
 * A stop that is under way: why, the error that every poll throws, and since when.
 */
final class PendingStop {

	/**
	 * How long a static initialiser, or what runs in a shield, may delay a stop.
	 */
	static final long PATIENCE_NANOS = 2_000_000_000L;

	private final StopCause cause;

	private final EvaluationStoppedError error;

	private final long since = System.nanoTime();

	PendingStop(StopCause cause) {
		this.cause = cause;
		this.error = new EvaluationStoppedError(cause.sentence());
	}

	StopCause cause() {
		return this.cause;
	}

	EvaluationStoppedError error() {
		return this.error;
	}

	boolean isOlderThanPatience() {
		return ageNanos() > PATIENCE_NANOS;
	}

	long ageNanos() {
		return System.nanoTime() - this.since;
	}

}
