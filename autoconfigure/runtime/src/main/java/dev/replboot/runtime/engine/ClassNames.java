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

package dev.replboot.runtime.engine;

import java.lang.reflect.Proxy;
import java.util.regex.Pattern;

import clojure.lang.Compiler;

/**
 * Names of classes that are the same in every run: without the numbers and addresses that
 * the compiler, the JVM and proxying libraries put into the names of what they generate.
 */
final class ClassNames {

	private static final Pattern NUMBERS = Pattern.compile("__\\d+|\\$eval\\d+(?=\\$)|(?<=\\$eval)\\d+$");

	private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda[$/].*|/0x[0-9a-f]+$");

	private static final String[] GENERATED = { "$$SpringCGLIB$$", "$$EnhancerBy", "$HibernateProxy$", "$ByteBuddy$",
			"$MockitoMock$", "_$$_" };

	private ClassNames() {
	}

	static String of(Class<?> type) {
		if (Proxy.isProxyClass(type)) {
			return ofProxy(type);
		}
		Class<?> user = type;
		while (isGenerated(user.getName()) && user.getSuperclass() != null && user.getSuperclass() != Object.class) {
			user = user.getSuperclass();
		}
		return of(user.getName());
	}

	/**
	 * The same for a class of which there is only the name.
	 * @param name the name
	 * @return the name without what differs between runs
	 */
	static String of(String name) {
		String result = name;
		if (result.contains("__") || result.contains("$eval")) {
			result = NUMBERS.matcher(result).replaceAll("");
		}
		if (result.contains("$$Lambda") || result.contains("/0x")) {
			result = LAMBDA.matcher(result).replaceAll((found) -> found.group().startsWith("$") ? "\\$\\$Lambda" : "");
		}
		return result;
	}

	/**
	 * The name of a function, as one would write it.
	 * @param type the function's class
	 * @return for example {@code user/f}
	 */
	static String ofFunction(Class<?> type) {
		return Compiler.demunge(of(type.getName()));
	}

	private static boolean isGenerated(String name) {
		for (String mark : GENERATED) {
			if (name.contains(mark)) {
				return true;
			}
		}
		return false;
	}

	// the first interface is what the proxy is for, those of the framework come behind
	private static String ofProxy(Class<?> type) {
		Class<?>[] interfaces = type.getInterfaces();
		return (interfaces.length > 0) ? interfaces[0].getName() : Proxy.class.getName();
	}

}
