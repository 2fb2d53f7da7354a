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

import java.util.Hashtable;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * System properties.
 */
final class PropertyTake implements Take {

	private static final Set<String> OF_SYSTEM = Set.of("setProperty", "clearProperty");

	private static final Set<String> OF_PROPERTIES = Set.of("setProperty", "put", "remove");

	static boolean isOf(Class<?> owner) {
		return owner == System.class || owner == Properties.class || owner == Hashtable.class;
	}

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		return (owner == System.class) ? OF_SYSTEM.contains(name) : isOf(owner) && OF_PROPERTIES.contains(name);
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		Properties properties = System.getProperties();
		Object key = (call.arguments().length > 0) ? call.arguments()[0] : null;
		if (!(key instanceof String name) || (call.target() != null && call.target() != properties)) {
			return call.proceed();
		}
		Object before = properties.get(name);
		Object result = call.proceed();
		if (!Objects.equals(before, properties.get(name))) {
			Takings.took(Taken.Item.change("system property " + name, "changed", () -> putBack(name, before)));
		}
		return result;
	}

	private static void putBack(String name, @Nullable Object before) {
		if (before != null) {
			System.getProperties().put(name, before);
		}
		else {
			System.getProperties().remove(name);
		}
	}

}
