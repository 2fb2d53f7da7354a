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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The locks that evaluated code has locked on one thread and hasn't unlocked, the last
 * first. No other thread can unlock them.
 */
final class HeldLocks {

	private static final Log logger = LogFactory.getLog(HeldLocks.class);

	private static final long PATIENCE_NANOS = 1_000_000_000;

	private final List<Lock> locks = new ArrayList<>();

	/**
	 * Work of an evaluation is over on the calling thread.
	 * @param state the thread's state
	 * @param scope the evaluation
	 * @param keep whether what is locked stays so, for the session to go on with; a
	 * thread that a pool has lent never comes back to unlock it
	 */
	static void leave(ThreadScope state, TrackedScope scope, boolean keep) {
		HeldLocks locks = state.locks(false);
		if (locks == null || locks.isEmpty()) {
			return;
		}
		if (keep) {
			locks.all().forEach((lock) -> scope.runtime().taken().add(scope, locks.item(lock)));
		}
		else {
			UnstoppableRegion.run(locks::unlockAll);
		}
	}

	private Taken.Item item(Lock lock) {
		Thread thread = Thread.currentThread();
		return new Taken.Item("lock " + lock.getClass().getSimpleName() + " of the thread " + thread.getName(), true,
				"locked", lock, () -> false, () -> !holds(lock), () -> giveBack(lock, thread));
	}

	// the thread unlocks it itself, at the latest when it ends, which may be now
	private void giveBack(Lock lock, Thread holder) {
		if (Thread.currentThread() == holder) {
			while (holds(lock)) {
				unlock(lock);
			}
		}
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		while (holds(lock) && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(1_000_000);
		}
		if (holds(lock)) {
			throw new IllegalStateException(
					"Only the thread \"" + holder.getName() + "\" can unlock it, which it does when its session ends.");
		}
	}

	synchronized void locked(Lock lock) {
		this.locks.add(0, lock);
	}

	synchronized void unlocked(Lock lock) {
		for (int i = 0; i < this.locks.size(); i++) {
			if (this.locks.get(i) == lock) {
				this.locks.remove(i);
				return;
			}
		}
	}

	synchronized boolean isEmpty() {
		return this.locks.isEmpty();
	}

	synchronized boolean holds(Lock lock) {
		return this.locks.stream().anyMatch((held) -> held == lock);
	}

	/**
	 * Unlock all on the thread that holds them.
	 */
	void unlockAll() {
		for (Lock lock = first(); lock != null; lock = first()) {
			unlock(lock);
		}
	}

	private void unlock(Lock lock) {
		try {
			lock.unlock();
			logger.warn("Unlocked what evaluated code had locked on the thread \"" + Thread.currentThread().getName()
					+ "\": " + lock.getClass().getName());
		}
		catch (RuntimeException ex) {
			// it was unlocked where nobody saw it
			logger.debug("Could not unlock", ex);
		}
		unlocked(lock);
	}

	private synchronized @Nullable Lock first() {
		return this.locks.isEmpty() ? null : this.locks.get(0);
	}

	synchronized List<Lock> all() {
		return List.copyOf(this.locks);
	}

}
