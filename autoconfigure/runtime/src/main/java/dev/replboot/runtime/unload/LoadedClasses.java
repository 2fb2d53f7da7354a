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

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the application that the JVM has loaded and initialised, as the JVM's
 * own diagnostic commands list them. Loads and initialises none. Where the JVM can't tell
 * which are initialised, there are none.
 */
final class LoadedClasses {

	private static final Log logger = LogFactory.getLog(LoadedClasses.class);

	// | |--org.example.Orders/0x00007f82241e4870
	private static final Pattern IN_HIERARCHY = Pattern.compile("[| -]*([^/|\\s]+)/(0x[0-9a-f]+)\\s*");

	// 0x0000000015a98400 66 fully_initialized W org.example.Orders
	private static final Pattern INITIALIZED = Pattern
		.compile("0x[0-9a-f]+\\s+\\d+\\s+fully_initialized\\s.*?(\\S+)\\s*");

	private LoadedClasses() {
	}

	/**
	 * Find the classes of a class loader and of others that are known by a class.
	 * @param known a class of each loader
	 * @return the classes
	 */
	static List<Class<?>> of(List<Class<?>> known) {
		try {
			return find(known);
		}
		catch (JMException | RuntimeException | LinkageError ex) {
			logger.debug("The JVM doesn't list its classes", ex);
			return List.of();
		}
	}

	private static List<Class<?>> find(List<Class<?>> known) throws JMException {
		Predicate<Class<?>> initialized = initialized();
		if (initialized == null) {
			return List.of();
		}
		Map<String, ClassLoader> byName = new HashMap<>();
		known.forEach((type) -> byName.put(type.getName(), type.getClassLoader()));
		List<String[]> all = new ArrayList<>();
		Map<String, ClassLoader> loaders = new HashMap<>();
		for (String line : ask("vmClassHierarchy").split("\n")) {
			Matcher matcher = IN_HIERARCHY.matcher(line);
			if (matcher.matches()) {
				all.add(new String[] { matcher.group(1), matcher.group(2) });
				ClassLoader loader = byName.get(matcher.group(1));
				if (loader != null) {
					loaders.put(matcher.group(2), loader);
				}
			}
		}
		List<Class<?>> result = new ArrayList<>();
		for (String[] each : all) {
			ClassLoader loader = loaders.get(each[1]);
			Class<?> type = (loader != null) ? load(each[0], loader) : null;
			if (type != null && initialized.test(type)) {
				result.add(type);
			}
		}
		return result;
	}

	private static @Nullable Class<?> load(String name, ClassLoader loader) {
		try {
			return Class.forName(name, false, loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	// to read a static field of one that isn't would initialise it
	private static @Nullable Predicate<Class<?>> initialized() throws JMException {
		if (Runtime.version().feature() >= 23) {
			Set<String> names = new HashSet<>();
			ask("vmClasses").lines().forEach((line) -> {
				Matcher matcher = INITIALIZED.matcher(line);
				if (matcher.matches()) {
					names.add(matcher.group(1));
				}
			});
			return (type) -> names.contains(type.getName());
		}
		try {
			Class<?> unsafe = Class.forName("sun.misc.Unsafe");
			Field field = unsafe.getDeclaredField("theUnsafe");
			field.setAccessible(true);
			Object instance = field.get(null);
			Method method = unsafe.getMethod("shouldBeInitialized", Class.class);
			return (type) -> isFalse(method, instance, type);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private static boolean isFalse(Method method, Object instance, Class<?> type) {
		try {
			return Boolean.FALSE.equals(method.invoke(instance, type));
		}
		catch (ReflectiveOperationException ex) {
			return false;
		}
	}

	private static String ask(String command) throws JMException {
		Object answer = ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), command,
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return String.valueOf(answer);
	}

}
