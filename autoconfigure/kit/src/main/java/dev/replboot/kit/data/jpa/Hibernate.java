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

package dev.replboot.kit.data.jpa;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The two methods of {@code org.hibernate.Hibernate} that are needed, if the class is
 * there.
 */
final class Hibernate {

	private static final String NAME = "org.hibernate.Hibernate";

	private Hibernate() {
	}

	/**
	 * Whether an object is no placeholder and no collection that isn't loaded.
	 * @param value any object
	 * @return whether it is safe to look into it
	 */
	static boolean isInitialized(Object value) {
		return !Boolean.FALSE.equals(call("isInitialized", value));
	}

	/**
	 * What a loaded placeholder stands for, which has the fields.
	 * @param entity an entity
	 * @return the entity itself
	 */
	static Object unproxied(Object entity) {
		Object target = call("unproxy", entity);
		return (target != null) ? target : entity;
	}

	private static @Nullable Object call(String name, Object value) {
		ClassLoader loader = value.getClass().getClassLoader();
		if (loader == null || !ClassUtils.isPresent(NAME, loader)) {
			return null;
		}
		Method method = ReflectionUtils.findMethod(ClassUtils.resolveClassName(NAME, loader), name, Object.class);
		return (method != null) ? ReflectionUtils.invokeMethod(method, null, value) : null;
	}

}
