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
import java.lang.management.ThreadMXBean;

/**
 * Reads the processor time that a thread has used.
 */
public final class CpuClock {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final boolean SUPPORTED = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

	private CpuClock() {
	}

	static boolean isSupported() {
		return SUPPORTED;
	}

	/**
	 * The processor time that a thread has used since it was born.
	 * @param thread the thread
	 * @return nanoseconds, or -1 for a thread that is dead or that the JVM doesn't count
	 */
	public static long nanos(Thread thread) {
		long id = Threads.id(thread);
		return (SUPPORTED && id > 0) ? THREADS.getThreadCpuTime(id) : -1;
	}

}
