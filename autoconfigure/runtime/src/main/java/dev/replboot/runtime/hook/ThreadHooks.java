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

import java.util.function.Supplier;

import dev.replboot.runtime.stop.Callbacks;
import dev.replboot.runtime.stop.Scopes;

/**
 * Threads and what belongs to them.
 */
public final class ThreadHooks {

	private ThreadHooks() {
	}

	@ReplacementFor(value = ThreadLocal.class, isStatic = true)
	public static ThreadLocal<?> withInitial(Supplier<?> supplier) {
		return ScopedThreadLocal.from(supplier);
	}

	/**
	 * Interrupts the thread. If it is the calling one, its callback notes that.
	 * @param thread the thread
	 */
	@ReplacementFor(Thread.class)
	public static void interrupt(Thread thread) {
		thread.interrupt();
		if (thread == Thread.currentThread()) {
			Callbacks.interruptedItself();
		}
	}

	/**
	 * Registers the hook for closing: a hook that stays would keep the runtime.
	 * @param runtime the JVM's runtime
	 * @param hook the hook
	 */
	@ReplacementFor(Runtime.class)
	public static void addShutdownHook(Runtime runtime, Thread hook) {
		runtime.addShutdownHook(hook);
		Scopes.opened(hook, hook.getClass());
	}

}
