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
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A method that is watched, and the code that its calls run through.
 *
 * @param method the method
 * @param type the name of the class or interface that was meant
 * @param member the method's name and the types of its parameters
 * @param code the methods that are rewritten, of which each call runs through one
 * @param only the one object of which calls count, or {@code null} for all
 */
record WatchTarget(Method method, String type, String member, List<CodeMethod> code, @Nullable Object only) {

	/**
	 * Find what somebody means. A repository of Spring Data has a proxy of its own, and
	 * its calls are watched there: the class behind it is shared by all repositories.
	 * @param target the class, or an object of it
	 * @param method the method's name, with the types of its parameters if need be
	 * @return the method
	 */
	static WatchTarget find(Object target, String method) {
		RepositoryBean repository = RepositoryBean.of(target);
		if (repository != null && Proxy.isProxyClass(repository.proxy().getClass())) {
			return of(repository, RepositoryMethod.find(repository.type(), method));
		}
		Method found = MethodFinder.find(target, method);
		List<CodeMethod> code = new ArrayList<>(List.of(CodeMethod.of(found)));
		CodeMethod body = Suspensions.body(found);
		if (body != null) {
			code.add(body);
		}
		return new WatchTarget(found, found.getDeclaringClass().getName(), MethodFinder.signature(found), code, null);
	}

	// The proxy has a method for each type that its interfaces give.
	private static WatchTarget of(RepositoryBean repository, RepositoryMethod method) {
		Class<?> proxy = repository.proxy().getClass();
		MethodFinder.refuse(proxy);
		List<CodeMethod> code = Arrays.stream(proxy.getDeclaredMethods())
			.filter((each) -> method.all().stream().anyMatch((declared) -> isImplemented(declared, each)))
			.map(CodeMethod::of)
			.toList();
		return new WatchTarget(method.method(), repository.type().getName(), method.signature(), code,
				repository.proxy());
	}

	private static boolean isImplemented(Method declared, Method by) {
		return by.getName().equals(declared.getName())
				&& Arrays.equals(by.getParameterTypes(), declared.getParameterTypes());
	}

	/**
	 * The code that stands for the method, which no other method has.
	 * @return the first
	 */
	CodeMethod first() {
		return this.code.get(0);
	}

}
