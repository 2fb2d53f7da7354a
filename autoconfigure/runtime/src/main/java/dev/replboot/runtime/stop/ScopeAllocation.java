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

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.AllocationLimit;

/**
 * What one evaluation may allocate, beside what the JVM counts of its threads.
 */
final class ScopeAllocation {

	/**
	 * What compiling a library may take, most of which is garbage at once.
	 */
	private static final long FOR_LIBRARIES = 1L << 30;

	private static final long HEAP = Runtime.getRuntime().maxMemory();

	private final AtomicLong outsideOfHeap = new AtomicLong();

	private volatile @Nullable AllocationLimit limit;

	private @Nullable Thread loading;

	private long loadingSince;

	private long libraries;

	void limit(AllocationLimit limit) {
		this.limit = limit;
	}

	/**
	 * Stop the evaluation if it asks for more than is left, or than the heap has.
	 * @param bytes what it is about to allocate
	 */
	void ask(long bytes) {
		AllocationLimit limit = this.limit;
		if (limit != null && bytes > Math.min(limit.left(), HEAP)) {
			limit.tooLarge(bytes);
		}
	}

	void outOfMemory() {
		AllocationLimit limit = this.limit;
		if (limit != null) {
			limit.outOfMemory();
		}
	}

	void outsideOfHeap(long bytes) {
		this.outsideOfHeap.addAndGet(bytes);
	}

	long outsideOfHeap() {
		return this.outsideOfHeap.get();
	}

	/**
	 * The calling thread begins to load a library.
	 * @return whether what it allocates from now on is counted apart
	 */
	synchronized boolean beginLibrary() {
		if (this.loading != null) {
			return false;
		}
		this.loading = Thread.currentThread();
		this.loadingSince = AllocationCounter.bytes(this.loading);
		return true;
	}

	synchronized void endLibrary() {
		this.libraries += sinceLoading();
		this.loading = null;
	}

	/**
	 * What loading libraries has allocated.
	 * @return bytes, at most as much as is allowed for it
	 */
	synchronized long libraries() {
		return Math.min(FOR_LIBRARIES, this.libraries + sinceLoading());
	}

	private long sinceLoading() {
		return (this.loading != null) ? Math.max(0, AllocationCounter.bytes(this.loading) - this.loadingSince) : 0;
	}

}
