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

import java.util.concurrent.locks.Lock;

import org.jspecify.annotations.Nullable;

/**
 * What the calling thread's evaluation takes or changes in the application.
 */
public final class Takings {

	private Takings() {
	}

	/**
	 * What evaluations of the current one's runtime have taken.
	 * @return the things, or {@code null} if the calling thread runs no code of one
	 */
	public static @Nullable Taken current() {
		ThreadScope state = ThreadScope.current();
		TrackedScope scope = state.scope();
		if (scope != null) {
			return scope.runtime().taken();
		}
		Callback callback = state.callback();
		return (callback != null) ? callback.taken() : null;
	}

	/**
	 * Note something of the application that the current evaluation has taken or changed,
	 * so that it is given back when the REPL closes.
	 * @param item what it is and how it is given back
	 * @throws IllegalStateException if more was taken than is kept track of; the item has
	 * been given back then
	 */
	public static void took(Taken.Item item) {
		Taken taken = current();
		if (taken != null) {
			taken.add(ThreadScope.current().scope(), item);
		}
	}

	/**
	 * As {@link #took}, but forget it if more was taken than is kept track of.
	 * @param item what it is and how it is given back
	 */
	public static void tookIfPossible(Taken.Item item) {
		Taken taken = current();
		if (taken != null) {
			taken.isNoted(ThreadScope.current().scope(), item);
		}
	}

	/**
	 * Note what something is used for that the current evaluation has taken.
	 * @param identity the thing
	 * @param use what it is used for
	 */
	public static void use(Object identity, Taken.Use use) {
		Taken taken = current();
		if (taken != null) {
			taken.use(identity, use);
		}
	}

	/**
	 * Note that what the current evaluation has taken was given back.
	 * @param identity the thing, or its name
	 */
	public static void gaveBack(Object identity) {
		Taken taken = current();
		if (taken != null) {
			taken.gone(identity);
		}
	}

	/**
	 * Note that evaluated code has locked something on the calling thread.
	 * @param lock the lock
	 */
	public static void locked(Lock lock) {
		ThreadScope state = ThreadScope.current();
		HeldLocks locks = state.locks(state.scope() != null);
		if (locks != null) {
			locks.locked(lock);
		}
	}

	/**
	 * Note that evaluated code has unlocked something on the calling thread.
	 * @param lock the lock
	 */
	public static void unlocked(Lock lock) {
		HeldLocks locks = ThreadScope.current().locks(false);
		if (locks != null) {
			locks.unlocked(lock);
		}
	}

	/**
	 * The calling thread ends, on which a session has evaluated: it unlocks what
	 * evaluated code has locked on it.
	 */
	public static void threadEnds() {
		HeldLocks locks = ThreadScope.current().locks(false);
		if (locks != null) {
			UnstoppableRegion.run(locks::unlockAll);
		}
	}

}
