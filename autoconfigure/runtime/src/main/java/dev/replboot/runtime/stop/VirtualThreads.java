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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/**
 * Virtual threads share a few carriers, and the JVM takes none from a thread that
 * computes. So polls in virtual threads give way to others from time to time.
 */
final class VirtualThreads {

	private static final int PAUSE_NANOS = 50_000;

	// Java 21 and later have virtual threads
	private static final @Nullable MethodHandle IS_VIRTUAL = find();

	private VirtualThreads() {
	}

	private static @Nullable MethodHandle find() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	static boolean isCurrent() {
		if (IS_VIRTUAL == null) {
			return false;
		}
		try {
			return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Thread.isVirtual failed", ex);
		}
	}

	/**
	 * Leave the carrier to others. After {@link Thread#yield()}, a carrier takes what
	 * waits in its own queue first, so virtual threads that the application starts
	 * elsewhere would never have their turn. A thread that sleeps is put behind them.
	 */
	static void pause() {
		boolean interrupted = Thread.interrupted();
		try {
			Thread.sleep(0, PAUSE_NANOS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Have the polls of a runtime, and of the host's own classes, give way if the calling
	 * thread is a virtual one. It stays that way: changing what polls do makes the JVM
	 * compile all code with polls once more.
	 * @param site the runtime's
	 */
	static void begins(PollSite site) {
		if (isCurrent()) {
			site.giveWay();
			HostPollSite.SITE.giveWay();
		}
	}

}
