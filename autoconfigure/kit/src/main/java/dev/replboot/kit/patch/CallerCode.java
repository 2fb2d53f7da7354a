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

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.springframework.util.ClassUtils;

/**
 * The code of the classes that may call a patched method, read from their class files
 * once something has failed. So a call that goes well costs nothing, however many callers
 * there are.
 */
final class CallerCode {

	private static final int MOST = 200;

	private static final Calls NONE = new Calls(Set.of(), Set.of(), Map.of());

	private final CodeMethod method;

	private final Set<String> owners = new HashSet<>();

	private final @Nullable ClassLoader loader;

	private final Map<String, Calls> classes = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param type the class whose method it is, which may inherit it
	 * @param method the method
	 */
	CallerCode(Class<?> type, CodeMethod method) {
		this.method = method;
		this.loader = type.getClassLoader();
		for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
			this.owners.add(each.getName());
		}
		for (Class<?> each : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			this.owners.add(each.getName());
		}
		this.owners.add(method.type().getName());
	}

	/**
	 * Whether the line of a frame calls the method.
	 * @param frame the frame
	 * @return whether it does
	 */
	boolean isCalledAt(StackTraceElement frame) {
		return calls(frame).lines.contains(name(frame.getMethodName()) + ":" + frame.getLineNumber());
	}

	/**
	 * Whether the method of a frame calls the method, or has a lambda that does.
	 * @param frame the frame
	 * @return whether it does
	 */
	boolean isCalledIn(StackTraceElement frame) {
		return calls(frame).methods.contains(name(frame.getMethodName()));
	}

	/**
	 * Whether the code of a frame keeps the result of the method in a variable.
	 * @param frame the frame
	 * @param variable the variable, as the JVM names it
	 * @return whether it does
	 */
	boolean isKeptIn(StackTraceElement frame, String variable) {
		return calls(frame).variables.getOrDefault(frame.getMethodName(), Set.of()).contains(variable);
	}

	/**
	 * Whether a call of a method may be one of the method.
	 * @param owner the name of the class that the caller calls it on
	 * @param name the method's name
	 * @return whether it may be
	 */
	boolean isMeant(String owner, String name) {
		return name.equals(this.method.name()) && (this.owners.contains(owner) || isSubclass(owner));
	}

	boolean isMeant(String owner, String name, int parameters) {
		return parameters == this.method.types().parameterCount() && isMeant(owner, name);
	}

	private boolean isSubclass(String owner) {
		try {
			return this.method.type().isAssignableFrom(Class.forName(owner, false, this.loader));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private Calls calls(StackTraceElement frame) {
		String type = frame.getClassName();
		Calls known = this.classes.get(type);
		if (known != null) {
			return known;
		}
		if (this.classes.size() >= MOST) {
			return NONE;
		}
		Calls found = read(type);
		this.classes.put(type, found);
		return found;
	}

	private Calls read(String type) {
		String file = type.replace('.', '/') + ".class";
		try (InputStream code = (this.loader != null) ? this.loader.getResourceAsStream(file) : null) {
			if (code == null) {
				return NONE;
			}
			CallerCodeVisitor visitor = new CallerCodeVisitor(this);
			new ClassReader(code).accept(visitor, ClassReader.SKIP_FRAMES);
			return visitor.calls();
		}
		catch (IOException | RuntimeException ex) {
			// a class file that is newer than its reader, for example
			return NONE;
		}
	}

	/**
	 * The method in the source, of which a lambda may be a part.
	 * @param method a method's name
	 * @return the name
	 */
	static String name(String method) {
		if (!method.startsWith("lambda$")) {
			return method;
		}
		int end = method.lastIndexOf('$');
		return (end > "lambda$".length()) ? method.substring("lambda$".length(), end) : method;
	}

	/**
	 * Where a class calls the method.
	 *
	 * @param lines the names of the methods that do, with the lines
	 * @param methods the names of these methods, which lambdas are a part of
	 * @param variables the variables that keep the result, by the names of the methods or
	 * lambdas
	 */
	record Calls(Set<String> lines, Set<String> methods, Map<String, Set<String>> variables) {

	}

}
