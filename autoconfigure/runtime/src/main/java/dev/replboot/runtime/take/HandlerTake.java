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

package dev.replboot.runtime.take;

import java.lang.Thread.UncaughtExceptionHandler;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Handlers of uncaught exceptions.
 */
final class HandlerTake implements Take {

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return Thread.class.isAssignableFrom(owner) && name.endsWith("UncaughtExceptionHandler") && types.length == 1;
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		if (!(call.target() instanceof Thread thread)) {
			UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
			Object result = call.proceed();
			Takings.took(Taken.Item.change("default handler of uncaught exceptions", "changed",
					() -> Thread.setDefaultUncaughtExceptionHandler(before)));
			return result;
		}
		boolean alive = thread.isAlive();
		UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
		Object result = call.proceed();
		// one that hasn't been started is the evaluation's own
		if (alive) {
			Takings.took(new Taken.Item("handler of uncaught exceptions of the thread " + thread.getName(), false,
					"changed", "handler of " + System.identityHashCode(thread), () -> false, () -> !thread.isAlive(),
					() -> thread.setUncaughtExceptionHandler(before)));
		}
		return result;
	}

}
