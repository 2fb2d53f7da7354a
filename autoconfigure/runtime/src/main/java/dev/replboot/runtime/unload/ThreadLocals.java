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

package dev.replboot.runtime.unload;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the thread-locals of another thread, which takes
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
final class ThreadLocals {

	private ThreadLocals() {
	}

	/**
	 * The values of the thread-locals of a thread.
	 * @param thread the thread
	 * @param field which ones
	 * @return the values, or {@code null} where modules don't allow to read them
	 */
	static @Nullable List<Object> of(Thread thread, String field) {
		try {
			Object map = value(Thread.class.getDeclaredField(field), thread);
			if (map == null) {
				return null;
			}
			Object table = value(map.getClass().getDeclaredField("table"), map);
			List<Object> values = new ArrayList<>();
			if (table instanceof Object[] entries) {
				for (Object entry : entries) {
					Object value = (entry != null) ? value(entry.getClass().getDeclaredField("value"), entry) : null;
					if (value != null) {
						values.add(value);
					}
				}
			}
			return values;
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private static @Nullable Object value(Field field, Object object) throws IllegalAccessException {
		return field.trySetAccessible() ? field.get(object) : null;
	}

}
