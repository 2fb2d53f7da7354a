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

import java.util.Objects;
import java.util.concurrent.locks.Lock;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Takings;

/**
 * Locks that belong to the thread that has locked them.
 */
final class LockTake implements Take {

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return Lock.class.isAssignableFrom(owner)
				&& (name.equals("unlock") || name.equals("tryLock") || name.startsWith("lock"));
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		Lock lock = (Lock) Objects.requireNonNull(call.target());
		Object result = call.proceed();
		if (call.name().equals("unlock")) {
			Takings.unlocked(lock);
		}
		else if (!Boolean.FALSE.equals(result)) {
			Takings.locked(lock);
		}
		return result;
	}

}
