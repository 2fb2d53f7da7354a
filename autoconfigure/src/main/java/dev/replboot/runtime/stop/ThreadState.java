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

import java.lang.ref.WeakReference;

import org.jspecify.annotations.Nullable;

/**
 * What a thread is doing for which evaluation. A thread that is created by one that works
 * for an evaluation is presumed to work for it as well. Refers to nothing of the runtime,
 * since threads of the application keep it.
 */
final class ThreadState {

	private static final InheritableThreadLocal<ThreadState> CURRENT = new InheritableThreadLocal<>() {

		@Override
		protected ThreadState initialValue() {
			return new ThreadState(null);
		}

		@Override
		protected ThreadState childValue(ThreadState parent) {
			return new ThreadState(parent.scope());
		}

	};

	private final @Nullable WeakReference<TrackedScope> inherited;

	private @Nullable TrackedScope entered;

	private int shields;

	private int permits;

	private int libraries;

	private boolean detached;

	private @Nullable Condemnation walkedFor;

	private long walkAgainAt;

	private boolean mustWait;

	private ThreadState(@Nullable TrackedScope inherited) {
		this.inherited = (inherited != null) ? new WeakReference<>(inherited) : null;
	}

	static ThreadState current() {
		return CURRENT.get();
	}

	/**
	 * The scope that this thread works for.
	 * @return the scope that was entered, else the one of the thread's creator as long as
	 * that isn't over
	 */
	@Nullable TrackedScope scope() {
		if (this.entered != null || this.detached) {
			return this.entered;
		}
		TrackedScope scope = (this.inherited != null) ? this.inherited.get() : null;
		return (scope != null && !scope.isQuiet()) ? scope : null;
	}

	@Nullable TrackedScope entered() {
		return this.entered;
	}

	void entered(@Nullable TrackedScope scope) {
		this.entered = scope;
	}

	/**
	 * From now on this thread works for nobody in particular, although the one that
	 * created it did.
	 */
	void detach() {
		this.detached = true;
	}

	boolean isLoadingLibrary() {
		return this.libraries > 0;
	}

	void loadLibrary(int change) {
		this.libraries += change;
	}

	boolean isShielded() {
		return this.shields > 0;
	}

	void shield(int change) {
		this.shields += change;
	}

	boolean isPermitted() {
		return this.permits > 0;
	}

	void permit(int change) {
		this.permits += change;
	}

	/**
	 * Whether this stop must wait for an initialiser: a class whose initialiser dies can
	 * never be used again, an AOT-compiled namespace is the initialiser of its
	 * {@code __init} class, and a delay keeps what its body throws.
	 * @param condemnation the stop
	 * @return whether to let the thread go on for now
	 */
	boolean mustWaitForInitializer(Condemnation condemnation) {
		if (condemnation.isOlderThanPatience()) {
			return false;
		}
		long now = System.nanoTime();
		boolean first = this.walkedFor != condemnation;
		if (first || now - this.walkAgainAt > 0) {
			this.walkedFor = condemnation;
			// one that was found may be as deep as it likes
			this.mustWait = InitializerFrames.onThisStack(first || this.mustWait);
			this.walkAgainAt = now + InitializerFrames.WALK_EVERY_NANOS;
		}
		return this.mustWait;
	}

}
