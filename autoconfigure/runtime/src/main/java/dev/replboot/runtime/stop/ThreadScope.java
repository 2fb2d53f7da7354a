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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

import org.jspecify.annotations.Nullable;

/**
 * What a thread is doing for which evaluation. A thread that is created by one that works
 * for an evaluation is presumed to work for it as well. Refers to nothing of the runtime,
 * since threads of the application keep it.
 */
final class ThreadScope {

	/**
	 * For how long a virtual thread computes before others have their turn.
	 */
	private static final long TURN_NANOS = 2_000_000;

	// the clock costs more than a poll
	private static final int POLLS_BETWEEN_LOOKS = 16;

	private static final InheritableThreadLocal<ThreadScope> CURRENT = new InheritableThreadLocal<>() {

		@Override
		protected ThreadScope initialValue() {
			return new ThreadScope(null);
		}

		@Override
		protected ThreadScope childValue(ThreadScope parent) {
			return new ThreadScope(parent.scope());
		}

	};

	private static final VarHandle INSIDE = ownField("inside");

	// a thread that works for an evaluation, so that calls that it makes by the million,
	// such as a comparator's, find that out without its state
	@SuppressWarnings("unused")
	private static @Nullable Thread inside;

	private final @Nullable WeakReference<TrackedScope> inherited;

	private @Nullable TrackedScope entered;

	private final InterruptGate interrupts = new InterruptGate();

	private int polls;

	private long turnSince = System.nanoTime();

	private @Nullable Callback callback;

	private boolean lent;

	private @Nullable HeldLocks locks;

	private int shields;

	private long shieldedSince;

	private int permits;

	private int libraries;

	private boolean detached;

	private long lookAgainAt = System.nanoTime();

	private @Nullable PendingStop walkedFor;

	private long walkAgainAt;

	private boolean mustWait;

	private ThreadScope(@Nullable TrackedScope inherited) {
		this.inherited = (inherited != null) ? new WeakReference<>(inherited) : null;
	}

	static ThreadScope current() {
		return CURRENT.get();
	}

	private static VarHandle ownField(String name) {
		try {
			return MethodHandles.lookup().findStaticVarHandle(ThreadScope.class, name, Thread.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	InterruptGate interrupts() {
		return this.interrupts;
	}

	/**
	 * Whether the calling thread {@linkplain #isOutside() is outside}.
	 * @return whether it is
	 */
	static boolean isCallerOutside() {
		return INSIDE.getOpaque() != Thread.currentThread() && current().looksOutside();
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
		forgetInside(scope == null);
	}

	private static void forgetInside(boolean forget) {
		if (forget && INSIDE.getOpaque() == Thread.currentThread()) {
			INSIDE.setOpaque((Thread) null);
		}
	}

	private boolean looksOutside() {
		// a thread that has entered an evaluation is inside until it leaves or is lent
		if (this.entered != null && !this.lent && INSIDE.getOpaque() == null) {
			INSIDE.setOpaque(Thread.currentThread());
		}
		return isOutside();
	}

	/**
	 * Whether this thread is the application's own and comes from its code.
	 * @return {@code false} if it works for an evaluation, is in a callback already, or
	 * does the engine's bookkeeping or a library's work
	 */
	boolean isOutside() {
		return this.callback == null && this.shields == 0 && (this.lent || (!this.detached && scope() == null));
	}

	/**
	 * Whether this thread works for an evaluation of another runtime, or is in a callback
	 * of it.
	 * @param site the site of the runtime whose code it has come to
	 * @return whether it does
	 */
	boolean worksElsewhere(PollSite site) {
		Callback callback = this.callback;
		if (callback != null) {
			return callback.site() != site;
		}
		TrackedScope scope = scope();
		return scope != null && scope.runtime().pollSite() != site;
	}

	/**
	 * Lend the thread to the application, or take it back.
	 * @param lent whether it comes from the application's code from now on
	 * @return whether it did before
	 */
	boolean lend(boolean lent) {
		boolean before = this.lent;
		this.lent = lent;
		forgetInside(lent);
		return before;
	}

	@Nullable Callback callback() {
		return this.callback;
	}

	void callback(@Nullable Callback callback) {
		this.callback = callback;
	}

	/**
	 * The locks that evaluated code holds on this thread.
	 * @param make whether to begin to count them
	 * @return the locks, or {@code null} if there never were any
	 */
	@Nullable HeldLocks locks(boolean make) {
		if (this.locks == null && make) {
			this.locks = new HeldLocks();
		}
		return this.locks;
	}

	/**
	 * Whether it is time to look at the stack for code of a closed runtime.
	 * @return whether the last look was a while ago
	 */
	boolean looksAgain() {
		long now = System.nanoTime();
		if (now - this.lookAgainAt < 0) {
			return false;
		}
		this.lookAgainAt = now + InitializerFrames.WALK_EVERY_NANOS;
		return true;
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

	/**
	 * Whether polls have to let the thread go on. What runs in a shield is short, so
	 * something that isn't is code of an evaluation's, called back from there.
	 * @return whether it is shielded, and hasn't been for too long
	 */
	boolean isShielded() {
		return this.shields > 0 && System.nanoTime() - this.shieldedSince < PendingStop.PATIENCE_NANOS;
	}

	void shield(int change) {
		if (this.shields == 0) {
			this.shieldedSince = System.nanoTime();
		}
		this.shields += change;
	}

	boolean isPermitted() {
		return this.permits > 0;
	}

	void permit(int change) {
		this.permits += change;
	}

	void giveWay() {
		if (++this.polls >= POLLS_BETWEEN_LOOKS) {
			this.polls = 0;
			if (System.nanoTime() - this.turnSince > TURN_NANOS) {
				VirtualThreads.pause();
				this.turnSince = System.nanoTime();
			}
		}
	}

	/**
	 * Whether this stop must wait for an initialiser: a class whose initialiser dies can
	 * never be used again, an AOT-compiled namespace is the initialiser of its
	 * {@code __init} class, and a delay keeps what its body throws.
	 * @param condemnation the stop
	 * @return whether to let the thread go on for now
	 */
	boolean mustWaitForInitializer(PendingStop condemnation) {
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
