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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Knows the code of the classes that may call a patched method. Their class files are
 * read once something has failed, so a call that goes well costs nothing.
 */
final class CallerCode {

	private static final int MOST = 200;

	private static final Calls NONE = new Calls(Set.of(), Set.of(), Set.of(), Map.of());

	private final CodeMethod method;

	private final Set<String> owners = new HashSet<>();

	// Callers may name each parameter in several ways.
	private final List<Set<String>> parameters;

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
		this.parameters = Arrays.stream(method.types().parameterArray()).map(CallerCode::names).toList();
	}

	// If a superclass declares a type variable, its callers name the bound.
	private static Set<String> names(Class<?> parameter) {
		Set<String> names = new HashSet<>(Set.of(parameter.getTypeName()));
		if (!parameter.isPrimitive()) {
			names.add(Object.class.getName());
			for (Class<?> each = parameter.getSuperclass(); each != null; each = each.getSuperclass()) {
				names.add(each.getName());
			}
			for (Class<?> each : ClassUtils.getAllInterfacesForClassAsSet(parameter)) {
				names.add(each.getName());
			}
		}
		return names;
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
	 * Whether the line of a frame calls the method or uses what it gave: a variable that
	 * holds it, or what was made of it.
	 * @param frame the frame
	 * @return whether it does
	 */
	boolean isUsedAt(StackTraceElement frame) {
		return calls(frame).uses.contains(frame.getMethodName() + ":" + frame.getLineNumber());
	}

	/**
	 * Whether the code of a frame keeps the result of the method, and nothing else, in a
	 * variable.
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
	 * @param parameters the names of the types of its parameters
	 * @return whether it may be
	 */
	boolean isMeant(String owner, String name, List<String> parameters) {
		return name.equals(this.method.name()) && isMeant(parameters)
				&& (this.owners.contains(owner) || isSubclass(owner));
	}

	/**
	 * Whether a call in the code of a class may be one of the method.
	 * @param owner the class, as the code names it
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @return whether it may be
	 */
	boolean isMeant(String owner, String name, String descriptor) {
		return name.equals(this.method.name()) && isMeant(owner.replace('/', '.'), name,
				Arrays.stream(Type.getArgumentTypes(descriptor)).map(Type::getClassName).toList());
	}

	private boolean isMeant(List<String> parameters) {
		if (parameters.size() != this.parameters.size()) {
			return false;
		}
		for (int i = 0; i < parameters.size(); i++) {
			// A subclass may declare again what takes any object.
			boolean any = this.method.types().parameterType(i) == Object.class;
			if (!any && !this.parameters.get(i).contains(parameters.get(i))) {
				return false;
			}
		}
		return true;
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
			// The class file may be newer than its reader.
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
	 * @param uses the names of methods and lambdas with the lines that use the result
	 * @param variables the variables that keep the result alone, by the names of the
	 * methods or lambdas
	 */
	record Calls(Set<String> lines, Set<String> methods, Set<String> uses, Map<String, Set<String>> variables) {

	}

}
