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

import org.jspecify.annotations.Nullable;

/**
 * What a poll does.
 */
final class StopCheck {

	static final String CLOSED = "This REPL is closed: what was defined in it can no longer be called."
			+ " Take the function out of wherever the application keeps it, or define it again in a new REPL.";

	private StopCheck() {
	}

	static void nothing() {
	}

	/**
	 * Throws if the calling thread works for an evaluation that is being stopped.
	 */
	static void look() {
		ThreadState state = ThreadState.current();
		if (state.isShielded()) {
			return;
		}
		Condemnation condemnation = condemnation(state);
		if (condemnation != null && !state.mustWaitForInitializer(condemnation)) {
			throw condemnation.error();
		}
	}

	/**
	 * As {@link #look}, for a runtime that has been closed: everybody is turned away.
	 */
	static void refuse() {
		look();
		if (!ThreadState.current().isShielded()) {
			throw new ReplClosedException(CLOSED);
		}
	}

	/**
	 * Whether the calling thread works for an evaluation that is being stopped.
	 * @return whether it does
	 */
	static boolean isStopping() {
		return condemnation(ThreadState.current()) != null;
	}

	private static @Nullable Condemnation condemnation(ThreadState state) {
		TrackedScope scope = state.scope();
		Condemnation condemnation = (scope != null) ? scope.condemnation() : null;
		if (condemnation != null || state.entered() != null) {
			return condemnation;
		}
		// a thread of the application or the JDK that calls a function of ours back
		TrackedScope origin = Provenance.condemnedOnThisStack();
		if (origin == null) {
			return null;
		}
		origin.strayCaught();
		return origin.condemnation();
	}

}
