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

package dev.replboot.runtime.hook;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which methods are called instead of which.
 */
public final class Replacements {

	private static final Map<String, Method> HOOKS = new HashMap<>();

	private static final Set<String> OWNERS = new HashSet<>();

	static {
		for (Class<?> hooks : List.of(RegexHooks.class, LockHooks.class, JoinHooks.class, BlockingHooks.class,
				ReflectionHooks.class, ThreadHooks.class, TimerHooks.class, JdbcHooks.class, ExecutorHooks.class,
				AllocationHooks.class)) {
			for (Method hook : hooks.getDeclaredMethods()) {
				ReplacementFor annotation = hook.getAnnotation(ReplacementFor.class);
				if (annotation != null) {
					add(hook, annotation);
				}
			}
		}
	}

	private Replacements() {
	}

	private static void add(Method hook, ReplacementFor annotation) {
		String name = annotation.method().isEmpty() ? hook.getName() : annotation.method();
		Class<?>[] parameters = hook.getParameterTypes();
		if (!annotation.isStatic()) {
			parameters = Arrays.copyOfRange(parameters, 1, parameters.length);
		}
		String descriptor = MethodType.methodType(hook.getReturnType(), parameters).toMethodDescriptorString();
		for (Class<?> owner : annotation.value()) {
			String internalName = owner.getName().replace('.', '/');
			OWNERS.add(internalName);
			HOOKS.put(internalName + '.' + name + descriptor, hook);
		}
	}

	static Set<String> owners() {
		return OWNERS;
	}

	/**
	 * The hook for a method.
	 * @param owner the declaring class's internal name
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @return a static method, or {@code null} if the method isn't replaced
	 */
	public static @Nullable Method find(String owner, String name, String descriptor) {
		return OWNERS.contains(owner) ? HOOKS.get(owner + '.' + name + descriptor) : null;
	}

	static @Nullable Method find(Method method) {
		String owner = method.getDeclaringClass().getName().replace('.', '/');
		if (!OWNERS.contains(owner)) {
			return null;
		}
		MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
		return HOOKS.get(owner + '.' + method.getName() + type.toMethodDescriptorString());
	}

}
