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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

import dev.replboot.eval.OwnCode;
import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Finds the method that somebody means, and refuses those that must not be patched.
 */
final class MethodFinder {

	private static final int NAMED = 20;

	private MethodFinder() {
	}

	/**
	 * Find a method.
	 * @param target the class, or an object of it; of a proxy the class behind it is
	 * taken, so that what the proxy adds stays
	 * @param method its name, with the types of its parameters in parentheses if it has
	 * several of that name: {@code price(String, int)}
	 * @return the method
	 */
	static Method find(Object target, String method) {
		Class<?> type = userClass(target);
		refuse(type);
		WrittenMethod written = WrittenMethod.of(method);
		try {
			return find(type, written);
		}
		catch (LinkageError | TypeNotPresentException ex) {
			throw new PatchRefusedException(type.getName() + " refers to a class that isn't there (" + ex.getMessage()
					+ "), so Java can't list its methods. Take the method that calls it, in another class.");
		}
	}

	private static Method find(Class<?> type, WrittenMethod written) {
		List<Method> named = Arrays.stream(type.getDeclaredMethods())
			.filter((each) -> KotlinMethods.isNamed(each, written.name()) && !each.isBridge())
			.toList();
		List<Method> found = named.stream().filter(written::fits).toList();
		if (found.size() != 1) {
			throw notOne(type, written.name(), named, found);
		}
		refuse(found.get(0));
		return found.get(0);
	}

	/**
	 * The class whose methods are meant.
	 * @param target a class, or an object of it, perhaps behind a proxy
	 * @return the class as it was written
	 */
	static Class<?> userClass(Object target) {
		if (target instanceof Class<?> type) {
			return ClassUtils.getUserClass(type);
		}
		return ClassUtils.getUserClass(AopUtils.getTargetClass(target));
	}

	/**
	 * Refuse a class that must not be patched.
	 * @param type the class
	 */
	static void refuse(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
			throw new PatchRefusedException(type.getName() + " is a class of Java's own. A patch of it would change the"
					+ " whole process, this REPL included. Patch the application's class that calls it.");
		}
		if (RuntimeHome.of(loader) != null) {
			throw new PatchRefusedException(
					type.getName() + " is a class of this REPL's Clojure, and not of the application.");
		}
		if (type.isHidden() || type.isArray() || type.isPrimitive() || type.isAnnotation()) {
			throw new PatchRefusedException(type.getName() + " has no methods that can be changed."
					+ " For a lambda, patch the method lambda$… of the class that contains it.");
		}
		if (isOurs(type)) {
			throw new PatchRefusedException(type.getName() + " is a class of this REPL, which isn't patched.");
		}
		if (!sees(loader)) {
			throw new PatchRefusedException("The class loader of " + type.getName() + " (" + loader
					+ ") doesn't see this REPL's classes, so a patch couldn't be called from there.");
		}
	}

	private static boolean isOurs(Class<?> type) {
		return type.getClassLoader() == Dispatch.class.getClassLoader() && OwnCode.contains(type);
	}

	private static boolean sees(ClassLoader loader) {
		try {
			return Class.forName(Dispatch.class.getName(), false, loader) == Dispatch.class;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private static void refuse(Method method) {
		if (Modifier.isAbstract(method.getModifiers()) || Modifier.isNative(method.getModifiers())) {
			throw new PatchRefusedException(signature(method) + " has no body. "
					+ (RepositoryBean.isRepository(method.getDeclaringClass())
							? "Give the repository's bean instead of its interface: (patch! (bean 'ownerRepository) …)."
							: "Patch the method of the class that implements it."));
		}
	}

	private static PatchRefusedException notOne(Class<?> type, String name, List<Method> named, List<Method> found) {
		if (named.isEmpty()) {
			Class<?> declaring = declaring(type, name);
			return new PatchRefusedException(type.getName() + " declares no method " + name + ". "
					+ ((declaring != null) ? "It inherits it: patch " + declaring.getName() + "."
							: "It declares " + names(type, name) + "."));
		}
		boolean full = named.stream().map(MethodFinder::signature).distinct().count() < named.size();
		String all = named.stream().map((each) -> WrittenMethod.write(each, full)).collect(Collectors.joining(", "));
		return WrittenMethod.notOne(name, type, !found.isEmpty(), all);
	}

	private static @Nullable Class<?> declaring(Class<?> type, String name) {
		for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
			if (Arrays.stream(each.getDeclaredMethods()).anyMatch((method) -> method.getName().equals(name))) {
				return each;
			}
		}
		for (Class<?> each = type.getSuperclass(); each != null; each = each.getSuperclass()) {
			if (Arrays.stream(each.getDeclaredMethods()).anyMatch((method) -> method.getName().equals(name))) {
				return each;
			}
		}
		return null;
	}

	// Names that begin alike come first, so that the one that was meant is shown.
	private static String names(Class<?> type, String wanted) {
		List<String> names = Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> !method.isBridge())
			.map(Method::getName)
			.distinct()
			.sorted(Comparator.comparingInt((String each) -> -alike(each, wanted)).thenComparing((each) -> each))
			.toList();
		int more = names.size() - NAMED;
		return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
				+ ((more > 0) ? " and " + more + " more" : "");
	}

	private static int alike(String name, String wanted) {
		int shorter = Math.min(name.length(), wanted.length());
		int alike = 0;
		while (alike < shorter
				&& Character.toLowerCase(name.charAt(alike)) == Character.toLowerCase(wanted.charAt(alike))) {
			alike++;
		}
		return alike;
	}

	/**
	 * A method as {@link #find} takes it.
	 * @param method the method
	 * @return its name and the types of its parameters
	 */
	static String signature(Method method) {
		return WrittenMethod.write(method, false);
	}

}
