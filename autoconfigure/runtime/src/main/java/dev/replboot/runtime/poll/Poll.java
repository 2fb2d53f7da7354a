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

package dev.replboot.runtime.poll;

import java.lang.invoke.MethodHandle;

import dev.replboot.runtime.stop.PollSite;

/**
 * The poll. Defined anew by each runtime's loader, because the JIT compiler only folds a
 * call site that it finds in a static final field.
 */
public final class Poll {

	private static final MethodHandle SITE = PollSite.of(Poll.class.getClassLoader()).invoker();

	private static final MethodHandle ENTRY = PollSite.of(Poll.class.getClassLoader()).entryInvoker();

	private Poll() {
	}

	/**
	 * Do nothing, unless the evaluation that the calling thread works for is being
	 * stopped.
	 * @throws Throwable the evaluation's error
	 */
	public static void poll() throws Throwable {
		SITE.invokeExact();
	}

	/**
	 * As {@link #poll}, at the beginning of a method of evaluated code.
	 * @return whether the method isn't to run because the runtime is closed
	 * @throws Throwable the evaluation's error
	 */
	public static boolean isOver() throws Throwable {
		return (boolean) ENTRY.invokeExact();
	}

}
