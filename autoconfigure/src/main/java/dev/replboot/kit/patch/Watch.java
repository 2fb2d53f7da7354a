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

import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * Lets a method run as it is and notes what it was called with and what it gave. The
 * threads of the application only note; whoever watches does the rest. What nobody takes
 * in time is counted and dropped.
 *
 * @since 0.1.0
 */
public final class Watch implements PatchBody {

	private static final int WAITING = 100;

	private static final int FRAMES = 12;

	private static final Set<String> OURS = Set.of(Watch.class.getName(), PatchedMethod.class.getName(),
			Dispatch.class.getName());

	private static final StackWalker WALKER = StackWalker.getInstance();

	private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(WAITING);

	private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

	private final AtomicLong seen = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final int perSecond;

	private final @Nullable BiPredicate<@Nullable Object, @Nullable Object[]> filter;

	private long second;

	private int inSecond;

	/**
	 * Create a watch.
	 * @param perSecond how many calls a second are noted at most
	 * @param filter which calls are of interest, by the object and the arguments, or
	 * {@code null} for all; runs on the application's threads
	 */
	public Watch(int perSecond, @Nullable BiPredicate<@Nullable Object, @Nullable Object[]> filter) {
		this.perSecond = perSecond;
		this.filter = filter;
	}

	@Override
	public @Nullable Object call(@Nullable Object self, @Nullable Object[] arguments, Proceed proceed)
			throws Throwable {
		boolean outermost = this.inside.add(Thread.currentThread());
		boolean noted = isNoted(self, arguments);
		@Nullable Object[] given = noted ? arguments.clone() : arguments;
		long begin = System.nanoTime();
		Object result = null;
		Throwable thrown = null;
		try {
			result = proceed.call(null);
			return result;
		}
		catch (Throwable ex) {
			thrown = ex;
			throw ex;
		}
		finally {
			long nanos = System.nanoTime() - begin;
			if (outermost) {
				this.inside.remove(Thread.currentThread());
			}
			if (noted) {
				note(new Call(self, java.util.Collections.unmodifiableList(java.util.Arrays.asList(given)), result,
						thrown, nanos, Thread.currentThread().getName(), callers()));
			}
		}
	}

	private boolean isNoted(@Nullable Object self, @Nullable Object[] arguments) {
		this.seen.incrementAndGet();
		try {
			if (this.filter != null && !this.filter.test(self, arguments)) {
				return false;
			}
		}
		catch (RuntimeException ex) {
			// a filter that fails must not fail the application
			this.dropped.incrementAndGet();
			return false;
		}
		if (isTooMany()) {
			this.dropped.incrementAndGet();
			return false;
		}
		return true;
	}

	private synchronized boolean isTooMany() {
		long now = System.nanoTime() / 1_000_000_000;
		if (now != this.second) {
			this.second = now;
			this.inSecond = 0;
		}
		this.inSecond++;
		return this.inSecond > this.perSecond;
	}

	private void note(Call call) {
		if (!this.calls.offer(call)) {
			this.dropped.incrementAndGet();
		}
	}

	private static List<String> callers() {
		return WALKER.walk((frames) -> frames.filter(Watch::isOfInterest)
			// the first is the method itself
			.skip(1)
			.limit(FRAMES)
			.map((frame) -> frame.getClassName() + "." + frame.getMethodName()
					+ ((frame.getLineNumber() > 0) ? ":" + frame.getLineNumber() : ""))
			.toList());
	}

	private static boolean isOfInterest(StackFrame frame) {
		String name = frame.getClassName();
		return !OURS.contains(name) && !name.startsWith("java.lang.invoke.");
	}

	/**
	 * Take the next call that was noted.
	 * @param patience how long to wait for one
	 * @return the call, or {@code null} when there was none
	 * @throws InterruptedException if interrupted
	 */
	public @Nullable Call next(Duration patience) throws InterruptedException {
		return this.calls.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
	}

	/**
	 * The threads that are in the method now.
	 * @return the threads
	 */
	public Set<Thread> inside() {
		return Set.copyOf(this.inside);
	}

	/**
	 * How many calls there were.
	 * @return their number
	 */
	public long seen() {
		return this.seen.get();
	}

	/**
	 * How many calls were of interest and weren't noted, because there were too many.
	 * @return their number
	 */
	public long dropped() {
		return this.dropped.get();
	}

	/**
	 * A call.
	 *
	 * @param self the object, or {@code null} for a static method
	 * @param arguments the arguments, as they were before the call
	 * @param result what it gave, or {@code null}
	 * @param thrown what it threw, or {@code null}
	 * @param nanos how long it took
	 * @param thread the thread's name
	 * @param callers who called it, the nearest first
	 */
	public record Call(@Nullable Object self, List<@Nullable Object> arguments, @Nullable Object result,
			@Nullable Throwable thrown, long nanos, String thread, List<String> callers) {

	}

}
