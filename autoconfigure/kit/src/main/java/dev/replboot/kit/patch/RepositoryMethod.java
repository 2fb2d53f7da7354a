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

package dev.replboot.kit.patch;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;

/**
 * A method of a repository's interface, with all that it overrides there: {@code
 * findAll()} of several interfaces is one method, and so is {@code findById} of {@code
 * ID} and of {@code Integer}.
 *
 * @param method the one that says most about its result
 * @param all all of them
 * @param parameters the types of its parameters in this repository
 */
record RepositoryMethod(Method method, Set<Method> all, List<Class<?>> parameters) {

	/**
	 * Find a method.
	 * @param type the repository's interface
	 * @param text the method's name, with the types of its parameters if need be
	 * @return the method
	 */
	static RepositoryMethod find(Class<?> type, String text) {
		WrittenMethod written = WrittenMethod.of(text);
		List<RepositoryMethod> named = all(type).stream()
			.filter((each) -> KotlinMethods.isNamed(each.method, written.name()))
			.toList();
		List<RepositoryMethod> found = named.stream().filter((each) -> each.fits(written)).toList();
		if (found.size() == 1) {
			return found.get(0);
		}
		if (named.isEmpty()) {
			throw new PatchRefusedException(
					"The repository " + type.getName() + " has no method " + written.name() + ". It has "
							+ all(type).stream()
								.map((each) -> each.method.getName())
								.distinct()
								.sorted()
								.limit(40)
								.collect(Collectors.joining(", "))
							+ ".");
		}
		throw WrittenMethod.notOne(written.name(), type, !found.isEmpty(),
				named.stream().map(RepositoryMethod::signature).sorted().collect(Collectors.joining(", ")));
	}

	private static List<RepositoryMethod> all(Class<?> type) {
		Map<String, List<Method>> same = new LinkedHashMap<>();
		for (Method each : type.getMethods()) {
			if (!Modifier.isStatic(each.getModifiers()) && !each.isBridge()) {
				same.computeIfAbsent(each.getName() + parameters(each, type), (key) -> new ArrayList<>()).add(each);
			}
		}
		return same.values().stream().map((methods) -> of(methods, type)).toList();
	}

	private static RepositoryMethod of(List<Method> methods, Class<?> type) {
		Method most = methods.get(0);
		for (Method each : methods) {
			if (most.getReturnType().isAssignableFrom(each.getReturnType())) {
				most = each;
			}
		}
		return new RepositoryMethod(most, Set.copyOf(methods), parameters(most, type));
	}

	private static List<Class<?>> parameters(Method method, Class<?> type) {
		Class<?>[] erased = method.getParameterTypes();
		for (int i = 0; i < erased.length; i++) {
			erased[i] = ResolvableType.forMethodParameter(method, i, type).resolve(erased[i]);
		}
		return Arrays.asList(erased);
	}

	private boolean fits(WrittenMethod written) {
		return this.all.stream().anyMatch((each) -> written.fits(each, types()) || written.fits(each));
	}

	private Class<?>[] types() {
		return this.parameters.toArray(new Class<?>[0]);
	}

	/**
	 * A method as {@link #find} takes it.
	 * @return its name and the types of its parameters
	 */
	String signature() {
		return WrittenMethod.write(this.method, types(), false);
	}

}
