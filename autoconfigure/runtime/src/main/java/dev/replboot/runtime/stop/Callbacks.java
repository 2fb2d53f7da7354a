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

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The calls by which threads of the application run code of one runtime: listeners,
 * proxies, functions that the application was given. Each has a budget of time.
 */
public final class Callbacks {

	/**
	 * The budget, unless the application is configured otherwise.
	 */
	public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(2);

	/**
	 * The methods by which filters and interceptors pass on what they get.
	 */
	public static final Set<String> PASSING_ON = Set.of("doFilter", "filter", "proceed", "exchange", "execute",
			"handle", "next");

	private static final int MOST_TURNED_AWAY = 1000;

	private final CallbackWatch watch;

	private final Taken taken;

	// weakly: a task that the application keeps leads here, and must not hold the runtime
	private final Map<Class<?>, Boolean> turnedAway = new WeakHashMap<>();

	Callbacks(CallbackWatch watch, Taken taken) {
		this.watch = watch;
		this.taken = taken;
	}

	/**
	 * Whether the calling thread is the application's own and comes from its code.
	 * @return {@code false} for a thread that works for an evaluation, is in a callback
	 * already, or is a library's
	 */
	public static boolean isOutside() {
		return ThreadScope.isCallerOutside();
	}

	/**
	 * Those of the runtime that a class belongs to.
	 * @param type a class of a runtime
	 * @return those of the shared runtime if it is of none
	 */
	public static Callbacks of(Class<?> type) {
		RuntimeHome home = RuntimeHome.of(type.getClassLoader());
		return (home != null) ? home.scopes().callbacks() : RuntimeScopes.sharedCallbacks();
	}

	/**
	 * Whether the runtime is open, so that calls have a budget.
	 * @return whether it is
	 */
	public boolean isOpen() {
		return !this.watch.isClosed();
	}

	/**
	 * Whether the runtime has been closed and nothing of it stays, unlike what was
	 * defined in the application's own Clojure.
	 * @return whether nothing of it runs any more
	 */
	public boolean isOver() {
		return this.watch.isClosed() && !this.watch.stays();
	}

	/**
	 * An object of this runtime was called though that is closed.
	 * @param type the object's class
	 * @return whether that is news
	 */
	public boolean turnsAway(Class<?> type) {
		if (Taken.isGivingBack()) {
			return false;
		}
		synchronized (this.turnedAway) {
			return this.turnedAway.size() < MOST_TURNED_AWAY && this.turnedAway.put(type, true) == null;
		}
	}

	/**
	 * Run code of the runtime on the calling thread, within the budget unless the thread
	 * works for an evaluation of this runtime or is in a callback of it already. What
	 * stops an evaluation of another runtime doesn't stop code of this one.
	 * @param body what to run
	 * @return its result
	 * @throws CallbackStoppedException if it was ended
	 * @throws Throwable what the body throws
	 */
	public @Nullable Object run(Body body) throws Throwable {
		return bounded(body, null, null);
	}

	/**
	 * As {@link #run(Body)}, within a budget that is smaller than that of the runtime.
	 * @param body what to run
	 * @param budget how long it may take
	 * @param name how the sentence calls the budget when it is used up
	 * @return its result
	 * @throws CallbackStoppedException if it was ended
	 * @throws Throwable what the body throws
	 */
	public @Nullable Object run(Body body, Duration budget, String name) throws Throwable {
		return bounded(body, null, new Callback.Budget(budget, name));
	}

	/**
	 * As {@link #run(Body)}, for code that may pass its call on to the application.
	 * @param body what to run
	 * @param next what the call may be passed on to, or {@code null}
	 * @return its result
	 * @throws CallbackStoppedException if it was ended
	 * @throws Throwable what the body throws
	 */
	public @Nullable Object run(Body body, @Nullable Object next) throws Throwable {
		return bounded(body, next, null);
	}

	/**
	 * Evaluated code has interrupted the calling thread, on which it runs.
	 */
	public static void interruptedItself() {
		Callback callback = ThreadScope.current().callback();
		if (callback != null) {
			callback.interruptedItself();
		}
	}

	private @Nullable Object bounded(Body body, @Nullable Object next, Callback.@Nullable Budget budget)
			throws Throwable {
		ThreadScope state = ThreadScope.current();
		boolean own = !state.isOutside() && !state.worksElsewhere(this.watch.site());
		if (own || (!isOpen() && this.watch.stays())) {
			return body.run();
		}
		Callback before = state.callback();
		Callback callback = new Callback(next, this.taken, this.watch.site(), budget);
		boolean begun = false;
		this.watch.begin(callback);
		try {
			// after it is known to whoever closes the runtime
			if (isOver()) {
				throw new CallbackStoppedException(CallbackWatch.CLOSED.sentence(), false, null);
			}
			state.callback(callback);
			begun = true;
			return body.run();
		}
		catch (Throwable thrown) {
			Throwable ex = described(thrown, callback);
			if (ex instanceof OutOfMemoryError && (callback.passedOn() == null || callback.passedOn().thrown() != ex)) {
				callback.stop(CallbackWatch.TOO_MUCH);
			}
			PendingStop condemned = callback.condemnation();
			throw (condemned != null)
					? new CallbackStoppedException(condemned.cause().sentence(), begun, callback.passedOn()) : ex;
		}
		finally {
			state.callback(before);
			this.watch.end(callback);
		}
	}

	// whoever catches it describes it, which may be code of an evaluation as well
	private static Throwable described(Throwable thrown, Callback callback) {
		try {
			return (callback.condemnation() != null) ? thrown : ThrownOut.checked(thrown);
		}
		catch (Throwable ex) {
			return new IllegalStateException("An exception could not be described: " + thrown.getClass().getName());
		}
	}

	/**
	 * Run something of the application's own that code of an evaluation may hear of,
	 * though the calling thread works for an evaluation: that code has a budget.
	 * @param body what to run
	 */
	public static void lend(Runnable body) {
		ThreadScope state = ThreadScope.current();
		boolean before = state.lend(true);
		try {
			body.run();
		}
		finally {
			state.lend(before);
		}
	}

	/**
	 * Run something of the application's own from within a callback: it isn't stopped
	 * with it.
	 * @param body what to run
	 * @return its result
	 * @throws Throwable what the body throws
	 */
	public static @Nullable Object aside(Body body) throws Throwable {
		ThreadScope state = ThreadScope.current();
		Callback callback = state.callback();
		if (callback == null) {
			return body.run();
		}
		callback.pause();
		state.callback(null);
		try {
			return body.run();
		}
		finally {
			state.callback(callback);
			callback.resume();
		}
	}

	/**
	 * Make a call of evaluated code. If a callback passes its own call on with it, such
	 * as a filter to the rest of its chain, the application's code that follows isn't
	 * stopped with the callback.
	 * @param target what is called
	 * @param body makes the call
	 * @return its result
	 * @throws Throwable what the call throws
	 */
	public static @Nullable Object passingOn(@Nullable Object target, Body body) throws Throwable {
		Callback callback = ThreadScope.current().callback();
		if (callback == null || !callback.passesOnTo(target)) {
			return body.run();
		}
		try {
			Object result = aside(body);
			callback.passedOn(new PassedOnCall(result, null));
			return result;
		}
		catch (Throwable ex) {
			callback.passedOn(new PassedOnCall(null, ex));
			throw ex;
		}
	}

	/**
	 * What a callback does.
	 */
	@FunctionalInterface
	public interface Body {

		/**
		 * Run.
		 * @return the result
		 * @throws Throwable whatever the caller is to get
		 */
		@Nullable Object run() throws Throwable;

	}

}
