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

package dev.replboot.kit.patch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.patch.WatchCode.WatchFailure;

/**
 * Notes what a method is called with and what it gives. The threads of the application
 * only note; whoever watches does the rest. What nobody takes in time is counted and
 * dropped. Whatever goes wrong on a thread of the application ends the watch and is kept
 * for whoever watches; the application's call goes on.
 */
public final class Watch {

	private static final int WAITING = 100;

	// While nobody calls the method, its code is looked at this often.
	private static final Duration LOOK = Duration.ofSeconds(1);

	private static final Object END = new Object();

	private final BlockingQueue<Object> calls = new ArrayBlockingQueue<>(WAITING);

	private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

	private final AtomicLong seen = new AtomicLong();

	private final AtomicLong wanted = new AtomicLong();

	private final AtomicLong kept = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicLong taken = new AtomicLong();

	private final WatchOptions options;

	private final WatchCode code;

	private final WatchRate rate;

	private final WatchedValues values;

	private volatile @Nullable Suspensions suspensions;

	private volatile boolean hasBody;

	private volatile @Nullable WatchTarget target;

	private volatile @Nullable WatchEnd end;

	private volatile @Nullable Counts last;

	private volatile long looked = System.nanoTime();

	Watch(WatchOptions options, WatchedValues values) {
		this.options = options;
		this.code = new WatchCode(options.budget());
		this.rate = new WatchRate(options.perSecond());
		this.values = values;
	}

	/**
	 * The method that is watched is known.
	 * @param target the method
	 */
	void of(WatchTarget target) {
		this.target = target;
		this.suspensions = Suspensions.of(target.method());
		this.hasBody = Suspensions.body(target.method()) != null;
	}

	/**
	 * The class that is on the stack of each call.
	 * @return its name
	 */
	public String runsIn() {
		WatchTarget known = this.target;
		return (known != null) ? known.first().type().getName() : "";
	}

	/**
	 * A call begins, on the calling thread.
	 * @param self the object, or {@code null}
	 * @param arguments the arguments
	 * @return the call, or {@code null} if it isn't of interest
	 */
	@Nullable WatchedCall begin(@Nullable Object self, @Nullable Object[] arguments) {
		if (isClosed() || isOfAnother(self)) {
			return null;
		}
		try {
			Suspensions suspended = this.suspensions;
			if (suspended != null && suspended.goesOn(arguments)) {
				WatchedCall resumed = suspended.resumed(arguments);
				if (resumed != null) {
					this.inside.add(Thread.currentThread());
				}
				return resumed;
			}
			if (this.hasBody && self == null) {
				// The function has called the method with its body.
				return null;
			}
			WatchedCall call = begun(self, (suspended != null) ? Suspensions.written(arguments) : arguments.clone());
			if (call != null && suspended != null && call.isNoted()) {
				// When the call goes on, its caller isn't on the stack.
				call.calledBy(Callers.now());
				call.continuation(arguments[arguments.length - 1]);
			}
			return call;
		}
		catch (Throwable ex) {
			fail("what is done before the call", ex);
			return null;
		}
	}

	private boolean isClosed() {
		return this.end != null || this.last != null;
	}

	private boolean isOfAnother(@Nullable Object self) {
		WatchTarget known = this.target;
		return known != null && known.only() != null && known.only() != self;
	}

	private @Nullable WatchedCall begun(@Nullable Object self, @Nullable Object[] arguments) throws WatchFailure {
		this.seen.incrementAndGet();
		boolean outermost = this.inside.add(Thread.currentThread());
		boolean done = false;
		try {
			WatchedCall asked = new WatchedCall(this, true, outermost, self, arguments);
			WatchedCall call = isNoted(asked) ? asked
					: (outermost ? new WatchedCall(this, false, true, null, new Object[0]) : null);
			if (call == asked) {
				before(call);
			}
			if (call != null) {
				call.begin();
			}
			done = call != null;
			return call;
		}
		finally {
			if (!done && outermost) {
				this.inside.remove(Thread.currentThread());
			}
		}
	}

	private boolean isNoted(WatchedCall call) throws WatchFailure {
		if (!passes(this.options.when(), call)) {
			return false;
		}
		// If there is a filter behind the call, only what passes that counts.
		return this.options.whenAfter() != null || hasPlace();
	}

	private void before(WatchedCall call) throws WatchFailure {
		Function<WatchedCall, @Nullable Object> expression = this.options.showBefore();
		if (expression != null) {
			call.shownBefore(this.code.run(expression, call, this.values::evaluated));
		}
		if (this.options.values() && this.options.whenAfter() == null && this.options.show() == null) {
			call.shownArguments(this.values.all(call.arguments()));
		}
	}

	/**
	 * A call ends, on the calling thread.
	 * @param call the call
	 * @param result what it gives
	 * @param thrown what it throws
	 * @param now when
	 */
	void end(WatchedCall call, @Nullable Object result, @Nullable Throwable thrown, long now) {
		if (call.isOutermost()) {
			this.inside.remove(Thread.currentThread());
		}
		if (!call.isNoted() || isClosed()) {
			return;
		}
		try {
			Suspensions suspended = this.suspensions;
			if (suspended != null && thrown == null && Suspensions.isSuspended(result)) {
				if (suspended.waits(call)) {
					return;
				}
				call.suspended();
			}
			call.end(call.isSuspended() ? null : result, thrown, now);
			after(call);
		}
		catch (Throwable ex) {
			fail("what is done after the call", ex);
		}
	}

	private void after(WatchedCall call) throws WatchFailure {
		Function<WatchedCall, @Nullable Object> filter = this.options.whenAfter();
		if (filter != null && (!passes(filter, call) || !hasPlace())) {
			return;
		}
		Function<WatchedCall, @Nullable Object> expression = this.options.show();
		if (expression != null) {
			call.shown(this.code.run(expression, call, this.values::evaluated));
		}
		else if (this.options.values()) {
			if (filter != null) {
				call.shownArguments(this.values.all(call.arguments()));
			}
			Throwable thrown = call.thrown();
			call.shownResult((thrown != null) ? this.values.thrown(thrown) : this.values.one(call.result()));
		}
		if (!call.hasCallers()) {
			call.calledBy(Callers.now());
		}
		// Whoever takes it finds it counted.
		this.kept.incrementAndGet();
		if (!this.calls.offer(call.release())) {
			this.kept.decrementAndGet();
			this.dropped.incrementAndGet();
		}
	}

	private boolean passes(@Nullable Function<WatchedCall, @Nullable Object> filter, WatchedCall call)
			throws WatchFailure {
		return filter == null || Boolean.TRUE.equals(this.code.run(filter, call, Function.identity()));
	}

	private boolean hasPlace() {
		this.wanted.incrementAndGet();
		boolean place = !isFull() && this.rate.hasPlace();
		if (!place) {
			this.dropped.incrementAndGet();
		}
		return place;
	}

	private boolean isFull() {
		return this.kept.get() >= this.options.limit();
	}

	private void fail(String what, Throwable thrown) {
		Throwable cause = thrown.getCause();
		end((thrown instanceof WatchFailure && cause != null) ? new WatchEnd("a function of the watch failed", cause)
				: new WatchEnd(what + " failed", thrown));
	}

	/**
	 * Nothing is noted any more.
	 * @param end why
	 */
	void end(WatchEnd end) {
		if (this.end == null) {
			this.end = end;
			this.calls.offer(END);
		}
	}

	/**
	 * Why the watch has ended before its time.
	 * @return why, or {@code null} as long as it hasn't
	 */
	@Nullable WatchEnd end() {
		return this.end;
	}

	/**
	 * Take the next call that was noted.
	 * @param patience how long to wait for one
	 * @return the call, or {@code null} when there was none, or will be none
	 * @throws InterruptedException if interrupted
	 */
	public @Nullable WatchedCall next(Duration patience) throws InterruptedException {
		long until = System.nanoTime() + patience.toNanos();
		Object next = null;
		for (long left = patience.toNanos(); next == null && !isOver() && left > 0; left = until - System.nanoTime()) {
			next = this.calls.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
		}
		if (next == null) {
			next = this.calls.poll();
		}
		if (!(next instanceof WatchedCall call)) {
			return null;
		}
		this.taken.incrementAndGet();
		return call;
	}

	/**
	 * Whether the watch has ended before its time. It does if another agent has replaced
	 * the code of the method, because the calls aren't noted any more. Nobody notifies
	 * the watch of that, so it looks.
	 * @return whether it has
	 */
	public boolean isOver() {
		if (this.end == null && System.nanoTime() - this.looked > LOOK.toNanos()) {
			this.looked = System.nanoTime();
			if (isOverwritten()) {
				end(new WatchEnd(
						"another agent has replaced the code of the method, so its calls aren't noticed any" + " more",
						null));
			}
		}
		return this.end != null;
	}

	private boolean isOverwritten() {
		WatchTarget known = this.target;
		return known != null && !known.code().stream().allMatch(ClassPatcher::isInForce);
	}

	/**
	 * The threads that are in the method now.
	 * @return the threads
	 */
	public Set<Thread> inside() {
		return Set.copyOf(this.inside);
	}

	/**
	 * How many calls wait for their coroutines to go on.
	 * @return their number
	 */
	public int suspended() {
		Suspensions suspended = this.suspensions;
		return (suspended != null) ? suspended.count() : 0;
	}

	/**
	 * How many calls there were so far. Calls go on while whoever watches has taken the
	 * last one of the limit. Those of interest, ended or not, are dropped then.
	 * @return the numbers
	 */
	public Counts counts() {
		Counts last = this.last;
		if (last != null) {
			return last;
		}
		// A call is counted before it is dropped, so calls are read last.
		if (!isFull()) {
			long dropped = this.dropped.get();
			return new Counts(this.seen.get(), dropped);
		}
		return counts(this.options.limit());
	}

	/**
	 * Whoever watches takes no more calls, so nothing is noted any more. What was of
	 * interest and wasn't taken is dropped: it waits to be taken, or hasn't ended yet.
	 * @return how many calls there were
	 */
	public Counts close() {
		Counts last = counts(this.taken.get());
		this.last = last;
		return last;
	}

	private Counts counts(long shown) {
		boolean all = this.options.when() == null && this.options.whenAfter() == null;
		long wanted = this.wanted.get();
		long calls = this.seen.get();
		return new Counts(calls, Math.max(0, (all ? calls : wanted) - shown));
	}

	/**
	 * How many calls there were.
	 *
	 * @param calls all of them
	 * @param dropped those of interest that whoever watches doesn't get
	 */
	public record Counts(long calls, long dropped) {

	}

}
