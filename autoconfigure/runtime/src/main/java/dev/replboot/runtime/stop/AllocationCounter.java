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

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JVM's count of the bytes that a thread has allocated.
 */
final class AllocationCounter {

	private static final @Nullable ThreadMXBean THREADS = find();

	private AllocationCounter() {
	}

	private static @Nullable ThreadMXBean find() {
		if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
				&& threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled()) {
			return threads;
		}
		return null;
	}

	static boolean isSupported() {
		return THREADS != null;
	}

	/**
	 * The bytes that a thread has allocated since it was born.
	 * @param thread the thread
	 * @return bytes, or -1 for a thread that is dead or that the JVM doesn't count
	 */
	static long bytes(Thread thread) {
		long id = Threads.id(thread);
		return (THREADS != null && id > 0) ? THREADS.getThreadAllocatedBytes(id) : -1;
	}

}
