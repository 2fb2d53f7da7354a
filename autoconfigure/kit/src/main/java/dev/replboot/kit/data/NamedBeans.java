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

package dev.replboot.kit.data;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Finds the bean through which a call reaches a database.
 */
final class NamedBeans {

	private NamedBeans() {
	}

	/**
	 * Find a bean.
	 * @param <T> its type
	 * @param context the application's context
	 * @param type its type
	 * @param several the name of the type for several of them
	 * @param name the bean's name, or {@code null} for the only or the primary one
	 * @return the bean
	 * @throws IllegalArgumentException if there is no such bean, or several
	 */
	static <T> T find(ApplicationContext context, Class<T> type, String several, @Nullable String name) {
		List<String> names = List.of(context.getBeanNamesForType(type));
		if (name != null) {
			if (!names.contains(name)) {
				throw new IllegalArgumentException(
						"There is no " + type.getSimpleName() + " named " + name + ". " + known(names));
			}
			return context.getBean(name, type);
		}
		T only = context.getBeanProvider(type).getIfUnique();
		if (only == null) {
			throw new IllegalArgumentException(names.isEmpty() ? "The application has no " + type.getSimpleName() + "."
					: "There are several " + several + " and none is primary. " + known(names)
							+ " Name one with {:db \"…\"} as the first argument.");
		}
		return only;
	}

	private static String known(List<String> names) {
		return names.isEmpty() ? "The application has none." : "There are: " + String.join(", ", names) + ".";
	}

}
