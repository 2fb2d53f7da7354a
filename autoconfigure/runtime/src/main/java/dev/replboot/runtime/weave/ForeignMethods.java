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

package dev.replboot.runtime.weave;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

import dev.replboot.runtime.stop.RuntimeHome;

/**
 * The methods that the application may call of a class of evaluated code, because a type
 * declares them that isn't Clojure's or evaluated itself.
 */
final class ForeignMethods {

	private static final Log logger = LogFactory.getLog(ForeignMethods.class);

	static final ForeignMethods NONE = new ForeignMethods();

	private static final String CLOJURE = "clojure.";

	private static final Set<String> FUNCTIONS = Set.of("clojure/lang/AFunction", "clojure/lang/RestFn");

	private final Set<String> methods = new HashSet<>();

	private final Set<Class<?>> seen = new HashSet<>();

	private ForeignMethods() {
	}

	/**
	 * Find them.
	 * @param loader the loader that is about to define the class, or {@code null} if it
	 * isn't known
	 * @param superName the class's superclass
	 * @param interfaces the class's interfaces
	 * @return the methods
	 */
	static ForeignMethods of(@Nullable ClassLoader loader, @Nullable String superName, String @Nullable [] interfaces) {
		if (loader == null || superName == null || FUNCTIONS.contains(superName)) {
			return NONE;
		}
		ForeignMethods all = new ForeignMethods();
		all.add(loader, superName);
		if (interfaces != null) {
			for (String type : interfaces) {
				all.add(loader, type);
			}
		}
		return all;
	}

	private void add(ClassLoader loader, String internalName) {
		try {
			add(Class.forName(internalName.replace('/', '.'), false, loader));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// defining the class will say so
			logger.trace("Not found: " + internalName, ex);
		}
	}

	private void add(@Nullable Class<?> type) {
		if (type == null || !this.seen.add(type)) {
			return;
		}
		if (!type.getName().startsWith(CLOJURE) && RuntimeHome.of(type.getClassLoader()) == null) {
			for (Method method : type.getDeclaredMethods()) {
				if (!Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers())) {
					this.methods.add(method.getName() + Type.getMethodDescriptor(method));
				}
			}
		}
		add(type.getSuperclass());
		for (Class<?> extended : type.getInterfaces()) {
			add(extended);
		}
	}

	boolean contain(WovenMethod method) {
		return !method.isStatic() && this.methods.contains(method.name() + method.descriptor());
	}

}
