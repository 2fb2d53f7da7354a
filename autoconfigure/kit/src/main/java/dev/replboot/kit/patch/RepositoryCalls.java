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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * The calls of all repositories, of which those that are patched are picked out. To add
 * an interceptor to the proxy of one repository was the other choice: Spring's proxies
 * aren't made for changes while they are called.
 */
final class RepositoryCalls implements Dispatch.Receiver {

	private final CodeMethod method;

	private final OriginalCode original;

	private final Supplier<ClassPatcher> classes;

	private final List<RepositoryPlace> places = new CopyOnWriteArrayList<>();

	private long number;

	/**
	 * Create it.
	 * @param queries the class of the interceptor that all calls come by
	 * @param classes rewrites it
	 */
	RepositoryCalls(Class<?> queries, Supplier<ClassPatcher> classes) {
		this.method = CodeMethod.of(invoke(queries));
		this.original = new OriginalCode(this.method, false);
		this.classes = classes;
	}

	private static Method invoke(Class<?> queries) {
		MethodFinder.refuse(queries);
		try {
			return queries.getDeclaredMethod("invoke", MethodInvocation.class);
		}
		catch (NoSuchMethodException ex) {
			throw new PatchRefusedException("This version of Spring Data calls repositories in another way, which isn't"
					+ " known here. Patch the method that calls the repository.");
		}
	}

	@Override
	public CodeMethod code() {
		return this.method;
	}

	synchronized void add(RepositoryPlace place) {
		this.places.add(place);
		if (this.places.size() == 1) {
			this.number = Dispatch.add(this);
			this.classes.get().patch(this.method, this.number);
		}
		else {
			// Another agent may have replaced the code since the other patches began.
			ClassPatcher.refuseIfReplaced(this.method);
		}
	}

	synchronized void remove(RepositoryPlace place) {
		if (this.places.remove(place) && this.places.isEmpty()) {
			Dispatch.remove(this.number);
			this.classes.get().revert(this.method);
		}
	}

	@Override
	public @Nullable Object @Nullable [] call(@Nullable Object self, @Nullable Object[] arguments) throws Throwable {
		if (arguments[0] instanceof ProxyMethodInvocation call) {
			for (RepositoryPlace each : this.places) {
				if (each.isMeant(self, call)) {
					return each.call(call);
				}
			}
		}
		return null;
	}

	/**
	 * Go on with a call. May be done several times.
	 * @param queries the interceptor that it came by
	 * @param call the call
	 * @param arguments the method's arguments
	 * @return what the repository gives
	 * @throws Throwable what it throws
	 */
	@Nullable Object proceed(Object queries, ProxyMethodInvocation call, @Nullable Object[] arguments) throws Throwable {
		return this.original.call(queries, new Object[] { call.invocableClone(arguments) });
	}

}
