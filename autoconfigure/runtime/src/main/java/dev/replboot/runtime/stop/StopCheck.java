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
	 * Lets other virtual threads go on if the calling one is virtual.
	 */
	static void giveWay() {
		if (VirtualThreads.isCurrent()) {
			ThreadScope.current().giveWay();
		}
	}

	/**
	 * Throws if the calling thread works for an evaluation that is being stopped.
	 */
	static void look() {
		giveWay();
		ThreadScope state = ThreadScope.current();
		if (state.isShielded()) {
			return;
		}
		PendingStop condemnation = condemnation(state);
		if (condemnation != null && !state.mustWaitForInitializer(condemnation)) {
			throw condemnation.error();
		}
	}

	static boolean goesOn() {
		return false;
	}

	/**
	 * As {@link #giveWay}, for the beginning of a method.
	 * @return whether the method isn't to run, which it is
	 */
	static boolean giveWayFirst() {
		giveWay();
		return false;
	}

	/**
	 * As {@link #look}, for the beginning of a method.
	 * @return whether the method isn't to run, which it is
	 */
	static boolean lookFirst() {
		look();
		return false;
	}

	/**
	 * As {@link #look}, for a runtime that has been closed: everybody is turned away who
	 * runs code that was evaluated. Data is the application's to keep.
	 * @param site the runtime's site
	 */
	static void refuse(PollSite site) {
		ThreadScope state = ThreadScope.current();
		if (state.worksElsewhere(site)) {
			look();
			return;
		}
		boolean outside = state.isOutside();
		// data that the application keeps polls at each step
		if (outside && !state.looksAgain()) {
			return;
		}
		look();
		if (!state.isShielded() && state.callback() == null
				&& (!outside || ClassOrigins.isEvaluatedCodeOnThisStack())) {
			throw new ReplClosedException(CLOSED);
		}
	}

	/**
	 * As {@link #refuse}, for the beginning of a method of evaluated code. An evaluation
	 * of another runtime gets there as the application does: by what that has kept.
	 * @param site the runtime's site
	 * @return whether the method isn't to run
	 */
	static boolean refuseFirst(PollSite site) {
		ThreadScope state = ThreadScope.current();
		if (state.isOutside() || state.worksElsewhere(site)) {
			site.turnedAway();
			return true;
		}
		look();
		if (!state.isShielded() && state.callback() == null) {
			throw new ReplClosedException(CLOSED);
		}
		return false;
	}

	/**
	 * Whether the calling thread works for an evaluation that is being stopped.
	 * @return whether it does
	 */
	static boolean isStopping() {
		return condemnation(ThreadScope.current()) != null;
	}

	private static @Nullable PendingStop condemnation(ThreadScope state) {
		Callback callback = state.callback();
		if (callback != null) {
			return callback.condemnation();
		}
		TrackedScope scope = state.scope();
		PendingStop condemnation = (scope != null) ? scope.condemnation() : null;
		if (condemnation != null || state.entered() != null) {
			return condemnation;
		}
		// a thread of the application or the JDK that calls a function of ours back
		TrackedScope origin = ClassOrigins.condemnedOnThisStack();
		if (origin == null) {
			return null;
		}
		origin.strayCaught();
		return origin.condemnation();
	}

}
