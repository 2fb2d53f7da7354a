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

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Locks of files.
 */
final class FileLockTake implements Take {

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return FileChannel.class.isAssignableFrom(owner) && FileLock.class.isAssignableFrom(result);
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		Object result = call.proceed();
		if (result instanceof FileLock lock) {
			Takings.took(new Taken.Item("file lock", true, "locked", lock, () -> true, () -> !lock.isValid(),
					lock::release));
		}
		return result;
	}

}
