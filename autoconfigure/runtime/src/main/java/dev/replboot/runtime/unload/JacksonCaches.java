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

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What the application's object mappers remember of classes they have written. Jackson is
 * optional, so it is called by reflection.
 */
final class JacksonCaches implements RuntimeHolder {

	private static final String MAPPER = "tools.jackson.databind.ObjectMapper";

	private final Collection<Object> hostObjects;

	JacksonCaches(Collection<Object> hostObjects) {
		this.hostObjects = hostObjects;
	}

	@Override
	public List<String> release(RuntimeOwnership runtime) {
		for (Object object : this.hostObjects) {
			if (object instanceof ApplicationContext context) {
				clear(context);
			}
		}
		return List.of();
	}

	private void clear(ApplicationContext context) {
		ClassLoader loader = context.getClassLoader();
		if (!ClassUtils.isPresent(MAPPER, loader)) {
			return;
		}
		Class<?> type = ClassUtils.resolveClassName(MAPPER, loader);
		Method method = ReflectionUtils.findMethod(type, "clearCaches");
		if (method != null) {
			context.getBeansOfType(type, false, false)
				.values()
				.forEach((mapper) -> ReflectionUtils.invokeMethod(method, mapper));
		}
	}

}
