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

/**
 * Told when evaluated code is about to do something that harms the whole application.
 * Called on the evaluating thread.
 *
 * @since 0.1.0
 */
public interface GuardListener {

	/**
	 * A listener that does nothing.
	 */
	GuardListener NONE = new GuardListener() {

	};

	/**
	 * A listener that tells several ones, each of them whatever another one throws.
	 * @param listeners the listeners, in their order
	 * @return the listener, which throws what the first of them threw
	 */
	static GuardListener of(List<GuardListener> listeners) {
		return new GuardListeners(listeners);
	}

	/**
	 * It was refused.
	 * @param what for example {@code System/exit}
	 */
	default void refused(String what) {
	}

	/**
	 * It was asked for explicitly, and happens next unless this throws an exception.
	 * @param what for example {@code System/exit}
	 */
	default void permitted(String what) {
	}

}
