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
	 * It was refused.
	 * @param what for example {@code System/exit}
	 */
	default void refused(String what) {
	}

	/**
	 * It was asked for explicitly, and happens next.
	 * @param what for example {@code System/exit}
	 */
	default void permitted(String what) {
	}

}
