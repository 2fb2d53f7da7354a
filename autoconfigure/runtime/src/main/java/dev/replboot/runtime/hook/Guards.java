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

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import dev.replboot.runtime.stop.Scopes;

/**
 * Calls that harm the whole application when they are made by mistake. A guard, not a
 * boundary.
 */
public final class Guards {

	private static final Map<String, String> GUARDED = Map.ofEntries(Map.entry("java/lang/System.exit", "System/exit"),
			Map.entry("java/lang/System.setIn", "System/setIn"), Map.entry("java/lang/System.setOut", "System/setOut"),
			Map.entry("java/lang/System.setErr", "System/setErr"),
			Map.entry("java/lang/System.setProperties", "System/setProperties"),
			Map.entry("java/lang/System.setSecurityManager", "System/setSecurityManager"),
			Map.entry("java/lang/Runtime.exit", "Runtime.exit"), Map.entry("java/lang/Runtime.halt", "Runtime.halt"),
			Map.entry("java/lang/Thread.setDefaultUncaughtExceptionHandler",
					"Thread/setDefaultUncaughtExceptionHandler"),
			Map.entry("java/util/Locale.setDefault", "Locale/setDefault"),
			Map.entry("java/util/TimeZone.setDefault", "TimeZone/setDefault"),
			Map.entry("java/util/logging/LogManager.reset", "LogManager.reset"),
			Map.entry("clojure/lang/Agent.shutdown", "shutdown-agents"),
			Map.entry("org/springframework/boot/SpringApplication.exit", "SpringApplication/exit"),
			Map.entry("org/springframework/boot/actuate/context/ShutdownEndpoint.shutdown", "The shutdown endpoint"));

	private static final Set<String> OWNERS = HookedTypes.of(GUARDED.keySet());

	private static final Set<String> CLOSING = Set.of("close", "stop");

	static final String CLOSING_CONTEXT = "Closing the application context";

	private Guards() {
	}

	static Set<String> owners() {
		return OWNERS;
	}

	/**
	 * What a call to a method would do, if it is guarded.
	 * @param owner the class's internal name
	 * @param name the method's name
	 * @return words for the person who typed it, or {@code null} for a harmless method
	 */
	public static @Nullable String guarded(String owner, String name) {
		return OWNERS.contains(owner) ? GUARDED.get(owner + '.' + name) : null;
	}

	/**
	 * Called by woven code before a guarded call.
	 * @param what what the call does
	 */
	public static void check(String what) {
		Scopes.guard(what);
	}

	/**
	 * Whether a call may close an application context, depending on the target.
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @return whether the target has to be looked at
	 */
	public static boolean mayClose(String name, String descriptor) {
		return CLOSING.contains(name) && descriptor.equals("()V");
	}

	/**
	 * Called by woven code before it closes something.
	 * @param target what is about to be closed or stopped
	 */
	public static void closing(@Nullable Object target) {
		if (target instanceof ConfigurableApplicationContext) {
			Scopes.guard(CLOSING_CONTEXT);
		}
	}

	/**
	 * What a call by a method's name would do, if it is guarded.
	 * @param type the class, or that of the target
	 * @param name the method's name
	 * @param target what it is called on, {@code null} for a static method
	 * @param arguments how many arguments it gets
	 * @return words for the person who typed it, or {@code null} for a harmless method
	 */
	static @Nullable String guarded(@Nullable Class<?> type, String name, @Nullable Object target, int arguments) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			String what = guarded(each.getName().replace('.', '/'), name);
			if (what != null) {
				return what;
			}
		}
		boolean closes = arguments == 0 && CLOSING.contains(name) && target instanceof ConfigurableApplicationContext;
		return closes ? CLOSING_CONTEXT : null;
	}

	static void checkReflective(Method method, @Nullable Object target) {
		String what = guarded(method.getDeclaringClass().getName().replace('.', '/'), method.getName());
		if (what != null) {
			check(what);
		}
		if (method.getParameterCount() == 0 && CLOSING.contains(method.getName())) {
			closing(target);
		}
	}

}
