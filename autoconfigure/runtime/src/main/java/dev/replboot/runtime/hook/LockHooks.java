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

package dev.replboot.runtime.hook;

import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Waits for locks and the like that end when the evaluation is stopped.
 */
public final class LockHooks {

	private LockHooks() {
	}

	@ReplacementFor({ Lock.class, ReentrantLock.class, ReentrantReadWriteLock.ReadLock.class,
			ReentrantReadWriteLock.WriteLock.class })
	public static void lock(Lock lock) {
		if (lock.getClass() == ReentrantLock.class) {
			// each element of a lazy sequence has one
			lockReentrant((ReentrantLock) lock);
		}
		// a Lock that somebody reified may not know the other ways to lock
		else if (!lock.getClass().getName().startsWith("java.util.concurrent.locks.")) {
			lock.lock();
		}
		else if (!lock.tryLock()) {
			Uninterruptible.await(lock::lockInterruptibly);
		}
	}

	private static void lockReentrant(ReentrantLock lock) {
		if (!lock.tryLock()) {
			Uninterruptible.await(lock::lockInterruptibly);
		}
	}

	@ReplacementFor(StampedLock.class)
	public static long writeLock(StampedLock lock) {
		long[] stamp = new long[1];
		Uninterruptible.await(() -> stamp[0] = lock.writeLockInterruptibly());
		return stamp[0];
	}

	@ReplacementFor(StampedLock.class)
	public static long readLock(StampedLock lock) {
		long[] stamp = new long[1];
		Uninterruptible.await(() -> stamp[0] = lock.readLockInterruptibly());
		return stamp[0];
	}

	@ReplacementFor(Semaphore.class)
	public static void acquireUninterruptibly(Semaphore semaphore) {
		Uninterruptible.await(() -> semaphore.acquire());
	}

	@ReplacementFor(Semaphore.class)
	public static void acquireUninterruptibly(Semaphore semaphore, int permits) {
		Uninterruptible.await(() -> semaphore.acquire(permits));
	}

	@ReplacementFor(Condition.class)
	public static void awaitUninterruptibly(Condition condition) {
		Uninterruptible.await(() -> condition.await());
	}

	@ReplacementFor(Phaser.class)
	public static int arriveAndAwaitAdvance(Phaser phaser) {
		return awaitAdvance(phaser, phaser.arrive());
	}

	@ReplacementFor(Phaser.class)
	public static int awaitAdvance(Phaser phaser, int phase) {
		Uninterruptible.await(() -> phaser.awaitAdvanceInterruptibly(phase));
		return (phase < 0) ? phase : phaser.getPhase();
	}

}
