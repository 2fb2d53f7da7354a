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

import dev.replboot.api.Internal;

/**
 * Task that an evaluation has given to a timer or a scheduled executor.
 */
@Internal
public interface ScheduledWork {

	/**
	 * What runs it, for people.
	 * @return such as {@code the timer Timer-0}
	 */
	String name();

	/**
	 * Whether it never runs again.
	 * @return whether it is over
	 */
	boolean isOver();

	/**
	 * Whether its first run is due soon, and its last one.
	 * @param millis how soon
	 * @return {@code false} for what is run again and again
	 */
	boolean isOverWithin(long millis);

	/**
	 * Whether it runs as work of the evaluation.
	 * @return {@code false} for a timer that was there before
	 */
	boolean isCarried();

	/**
	 * Keep it from being run once more.
	 * @return whether it would have been
	 */
	boolean cancel();

	/**
	 * Whether {@link EvaluationScope#handedOver()} counts it until it has run.
	 * @return whether it does
	 */
	boolean isCounted();

}
