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

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Asks threads without running what evaluated code has overridden in them: who looks
 * after evaluations, or closes the REPL, is in nobody's limits.
 */
public final class Threads {

	private static final StackTraceElement[] NOWHERE = {};

	private Threads() {
	}

	/**
	 * The threads that are alive, virtual ones aside.
	 * @return a snapshot
	 */
	public static List<Thread> all() {
		ThreadGroup root = Thread.currentThread().getThreadGroup();
		while (root.getParent() != null) {
			root = root.getParent();
		}
		// there may be more of them by the time that they are copied
		Thread[] threads = new Thread[root.activeCount() + 16];
		int count = root.enumerate(threads);
		while (count == threads.length) {
			threads = new Thread[2 * count];
			count = root.enumerate(threads);
		}
		return Arrays.asList(threads).subList(0, count);
	}

	/**
	 * Whether a thread is over.
	 * @param thread the thread
	 * @return whether it has run and ended
	 */
	static boolean isOver(Thread thread) {
		if (thread instanceof OwnThread own) {
			return own.ownState() == Thread.State.TERMINATED;
		}
		return isEvaluated(thread) ? !thread.isAlive() : thread.getState() == Thread.State.TERMINATED;
	}

	/**
	 * Whether an interrupt would end what a thread is in, without harm to others. It ends
	 * no wait for a monitor, and a thread that is interrupted closes the channel of the
	 * file that it reads next, whoever's that is.
	 * @param thread the thread
	 * @return whether it waits, as far as can be seen
	 */
	public static boolean isWaiting(Thread thread) {
		if (thread instanceof OwnThread own) {
			return isWaiting(own.ownState());
		}
		return isEvaluated(thread) || isWaiting(thread.getState());
	}

	private static boolean isWaiting(Thread.State state) {
		return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
	}

	static long id(Thread thread) {
		return (thread instanceof OwnThread own) ? own.ownId() : isEvaluated(thread) ? -1 : thread.getId();
	}

	/**
	 * Where a thread is.
	 * @param thread the thread
	 * @return its stack, innermost first; empty where only evaluated code could tell
	 */
	public static StackTraceElement[] stack(Thread thread) {
		return (thread instanceof OwnThread own) ? own.ownStack()
				: isEvaluated(thread) ? NOWHERE : thread.getStackTrace();
	}

	/**
	 * Interrupt a thread, unless only evaluated code could.
	 * @param thread the thread
	 */
	public static void interrupt(Thread thread) {
		if (thread instanceof OwnThread own) {
			own.ownInterrupt();
		}
		else if (!isEvaluated(thread)) {
			thread.interrupt();
		}
	}

	/**
	 * A thread's context class loader.
	 * @param thread the thread
	 * @return the loader; {@code null} for none, and where only evaluated code could tell
	 */
	public static @Nullable ClassLoader contextClassLoader(Thread thread) {
		return (thread instanceof OwnThread own) ? own.ownContextClassLoader()
				: isEvaluated(thread) ? null : thread.getContextClassLoader();
	}

	/**
	 * Change a thread's context class loader, unless only evaluated code could.
	 * @param thread the thread
	 * @param loader the loader
	 */
	public static void contextClassLoader(Thread thread, @Nullable ClassLoader loader) {
		if (thread instanceof OwnThread own) {
			own.ownContextClassLoader(loader);
		}
		else if (!isEvaluated(thread)) {
			thread.setContextClassLoader(loader);
		}
	}

	private static boolean isEvaluated(Thread thread) {
		ClassLoader loader = thread.getClass().getClassLoader();
		return loader != null && RuntimeHome.of(loader) != null;
	}

}
