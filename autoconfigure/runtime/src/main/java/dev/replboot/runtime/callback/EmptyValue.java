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

package dev.replboot.runtime.callback;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The empty value of a type: {@code false}, zero, an empty optional, collection, array or
 * stream, a future that is done, a publisher that completes, a denial, else {@code null}.
 */
final class EmptyValue {

	private static final List<String> PUBLISHERS = List.of("reactor.core.publisher.Mono",
			"reactor.core.publisher.Flux");

	// null would grant: the filter denies only what isn't null and not granted
	private static final String DENIAL = "org.springframework.security.authorization.AuthorizationDecision";

	private static final List<String> AUTHORIZATIONS = List.of(DENIAL,
			"org.springframework.security.authorization.AuthorizationResult");

	private EmptyValue() {
	}

	static @Nullable Object of(Class<?> type) {
		if (type.isPrimitive()) {
			return (type != void.class) ? zero(type) : null;
		}
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), 0);
		}
		if (type == Object.class || type == Void.class) {
			return null;
		}
		if (type == Boolean.class) {
			return false;
		}
		if (AUTHORIZATIONS.contains(type.getName())) {
			return denial(type);
		}
		Object known = known(type);
		return (known != null) ? known : publisher(type);
	}

	// of Spring Security, which is optional
	private static Object denial(Class<?> type) {
		try {
			return Class.forName(DENIAL, true, type.getClassLoader()).getConstructor(boolean.class).newInstance(false);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Spring Security has no " + DENIAL + " that can be made.", ex);
		}
	}

	// as its wrapper
	private static Object zero(Class<?> type) {
		return Array.get(Array.newInstance(type, 1), 0);
	}

	private static @Nullable Object known(Class<?> type) {
		for (Object candidate : new Object[] { Optional.empty(), OptionalInt.empty(), OptionalLong.empty(),
				OptionalDouble.empty(), List.of(), Set.of(), Map.of(), Collections.emptyIterator() }) {
			if (isOfInterest(type) && type.isInstance(candidate)) {
				return candidate;
			}
		}
		return stream(type);
	}

	// List.of() is also a Serializable
	private static boolean isOfInterest(Class<?> type) {
		return type.getName().startsWith("java.util.") || type == Iterable.class || type == Iterator.class;
	}

	private static @Nullable Object stream(Class<?> type) {
		if (type == Stream.class) {
			return Stream.empty();
		}
		if (type == IntStream.class) {
			return IntStream.empty();
		}
		if (type == LongStream.class) {
			return LongStream.empty();
		}
		if (type == DoubleStream.class) {
			return DoubleStream.empty();
		}
		return (type.getName().startsWith("java.util.concurrent.") && type.isAssignableFrom(CompletableFuture.class))
				? CompletableFuture.completedFuture(null) : null;
	}

	// of Reactor, which is optional
	private static @Nullable Object publisher(Class<?> type) {
		String name = type.getName().equals("org.reactivestreams.Publisher") ? PUBLISHERS.get(1) : type.getName();
		if (!PUBLISHERS.contains(name)) {
			return null;
		}
		try {
			Method empty = Class.forName(name, true, type.getClassLoader()).getMethod("empty");
			return MethodHandles.publicLookup().unreflect(empty).invoke();
		}
		catch (Throwable ex) {
			return null;
		}
	}

}
