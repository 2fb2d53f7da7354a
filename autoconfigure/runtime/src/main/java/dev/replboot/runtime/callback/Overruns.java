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

package dev.replboot.runtime.callback;

import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which objects have passed their budget how often. Told apart by identity, since they
 * may override {@code hashCode}.
 */
final class Overruns {

	/**
	 * How often an object may pass its budget until it isn't called any more.
	 */
	static final int MOST = 3;

	private static final int OBJECTS = 1000;

	private final Map<Object, Integer> counts = new IdentityHashMap<>();

	private volatile boolean any;

	boolean isSwitchedOff(@Nullable Object[] arguments) {
		if (!this.any) {
			return false;
		}
		synchronized (this) {
			return this.counts.getOrDefault(target(arguments), 0) >= MOST;
		}
	}

	/**
	 * An object has passed its budget.
	 * @param arguments its method's, with the object first
	 * @return whether it isn't called any more
	 */
	synchronized boolean another(@Nullable Object[] arguments) {
		this.any = true;
		Object target = target(arguments);
		if (this.counts.size() >= OBJECTS && !this.counts.containsKey(target)) {
			this.counts.clear();
		}
		return this.counts.merge(target, 1, Integer::sum) >= MOST;
	}

	/**
	 * Whose method was called.
	 * @param arguments its arguments, with the object first
	 * @return the object, or this if there is none
	 */
	Object target(@Nullable Object[] arguments) {
		Object target = (arguments.length > 0) ? arguments[0] : null;
		return (target != null) ? target : this;
	}

}
