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

package dev.replboot.kit;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

import dev.replboot.api.Internal;

/**
 * Something of the application without which a part of the kit is of no use.
 */
@Internal
@FunctionalInterface
public interface KitNeed {

	/**
	 * Look for it.
	 * @param context the application's context
	 * @return a sentence that says what is missing, or {@code null} if it is there
	 */
	@Nullable String missing(ApplicationContext context);

	/**
	 * A class.
	 * @param name the class's name
	 * @param library what it belongs to, as a user would call it
	 * @return the need
	 */
	static KitNeed type(String name, String library) {
		return (context) -> ClassUtils.isPresent(name, context.getClassLoader()) ? null
				: library + " is not on the class path";
	}

	/**
	 * A bean of one of some types, of which any may be missing from the class path.
	 * @param what what a user would call such a bean
	 * @param types the names of the types
	 * @return the need
	 */
	static KitNeed bean(String what, String... types) {
		return (context) -> {
			for (String type : types) {
				if (hasBean(context, type)) {
					return null;
				}
			}
			return "the application has no " + what;
		};
	}

	/**
	 * Several needs, of which the first that isn't met is named.
	 * @param needs the needs
	 * @return the need of all of them
	 */
	static KitNeed all(List<KitNeed> needs) {
		return (context) -> {
			for (KitNeed need : needs) {
				String missing = need.missing(context);
				if (missing != null) {
					return missing;
				}
			}
			return null;
		};
	}

	private static boolean hasBean(ApplicationContext context, String type) {
		ClassLoader loader = context.getClassLoader();
		return ClassUtils.isPresent(type, loader)
				&& context.getBeanNamesForType(ClassUtils.resolveClassName(type, loader), true, false).length > 0;
	}

}
