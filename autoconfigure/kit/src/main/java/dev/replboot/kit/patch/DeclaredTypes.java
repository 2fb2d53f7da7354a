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
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * What a method takes and gives, as far as the object that it is called on and its
 * arguments tell: {@code T} is {@code String} in a subclass of {@code Base<String>}, and
 * in {@code <T> T get(Class<T> type)} with {@code String.class}.
 */
final class DeclaredTypes {

	private final CodeMethod code;

	private final @Nullable Method method;

	private final boolean compiledByClojure;

	private final boolean generic;

	private final boolean suspending;

	// The argument with this index is the class of the result, unless it is -1.
	private final int token;

	private final Map<Class<?>, ResolvableType[]> types = new ConcurrentHashMap<>();

	DeclaredTypes(Method method) {
		this(CodeMethod.of(method), method);
	}

	/**
	 * Create those of a method of which Java says no more than its code.
	 * @param code the method
	 */
	DeclaredTypes(CodeMethod code) {
		this(code, null);
	}

	private DeclaredTypes(CodeMethod code, @Nullable Method method) {
		this.code = code;
		this.method = method;
		this.compiledByClojure = ClojureData.isCompiledByClojure(code.type());
		this.generic = method != null && code.type().getTypeParameters().length > 0;
		this.suspending = method != null && KotlinMethods.isSuspending(method);
		this.token = (method != null) ? token(method) : -1;
	}

	private static int token(Method method) {
		Type result = method.getGenericReturnType();
		if (result instanceof TypeVariable<?>) {
			for (int i = 0; i < method.getParameterCount(); i++) {
				ResolvableType parameter = ResolvableType.forMethodParameter(method, i);
				if (parameter.toClass() == Class.class && result.equals(parameter.getGeneric().getType())) {
					return i;
				}
			}
		}
		return -1;
	}

	/**
	 * The type of the result.
	 * @param self the object that the method is called on, or {@code null}
	 * @param arguments the arguments
	 * @return the type
	 */
	ResolvableType result(@Nullable Object self, @Nullable Object[] arguments) {
		if (this.token >= 0 && arguments[this.token] instanceof Class<?> type) {
			return ResolvableType.forClass(type);
		}
		return types(self)[this.code.types().parameterCount()];
	}

	/**
	 * The type of a result that may come later.
	 * @param result what is given
	 * @param self the object that the method is called on, or {@code null}
	 * @param arguments the arguments
	 * @return the type of the result, or of a future of it if a suspending function is
	 * given one
	 */
	ResolvableType result(@Nullable Object result, @Nullable Object self, @Nullable Object[] arguments) {
		ResolvableType type = result(self, arguments);
		return (this.suspending && result instanceof CompletionStage)
				? ResolvableType.forClassWithGenerics(CompletionStage.class, type) : type;
	}

	/**
	 * The type of a parameter.
	 * @param index its index
	 * @param self the object that the method is called on, or {@code null}
	 * @return the type
	 */
	ResolvableType parameter(int index, @Nullable Object self) {
		return types(self)[index];
	}

	private ResolvableType[] types(@Nullable Object self) {
		Class<?> type = (this.generic && self != null) ? self.getClass() : this.code.type();
		return this.types.computeIfAbsent(type, this::resolve);
	}

	private ResolvableType[] resolve(Class<?> type) {
		Method known = this.method;
		int count = this.code.types().parameterCount();
		ResolvableType[] types = new ResolvableType[count + 1];
		for (int i = 0; i < count; i++) {
			types[i] = (known != null) ? ResolvableType.forMethodParameter(known, i, type)
					: ResolvableType.forClass(this.code.types().parameterType(i));
		}
		types[count] = result(known, type);
		return types;
	}

	private ResolvableType result(@Nullable Method known, Class<?> type) {
		if (known == null) {
			return ResolvableType.forClass(erasedResult());
		}
		return this.suspending ? KotlinMethods.result(known) : ResolvableType.forMethodReturnType(known, type);
	}

	/**
	 * The method without generics.
	 * @return the method
	 */
	CodeMethod code() {
		return this.code;
	}

	/**
	 * Whether what the method gives is an answer to a request.
	 * @return whether it handles requests
	 */
	boolean isHandler() {
		try {
			return this.method != null
					&& MergedAnnotations.from(this.method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
						.isPresent("org.springframework.web.bind.annotation.RequestMapping");
		}
		catch (RuntimeException | LinkageError ex) {
			// A superclass refers to classes that aren't there.
			return false;
		}
	}

	/**
	 * The method's name.
	 * @return the name
	 */
	String name() {
		return this.code.name();
	}

	/**
	 * The type of the result without generics.
	 * @return the type
	 */
	Class<?> erasedResult() {
		return this.code.types().returnType();
	}

	/**
	 * Whether Clojure has compiled the method, whose callers then know Clojure's data.
	 * @return whether it has
	 */
	boolean isCompiledByClojure() {
		return this.compiledByClojure;
	}

}
