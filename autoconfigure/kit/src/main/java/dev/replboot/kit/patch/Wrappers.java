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

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import dev.replboot.kit.web.ResponseBodies;

/**
 * Types that hold a value which is there or not, or comes later: {@code Optional},
 * {@code CompletionStage}, {@code Callable}, the answer of a controller, and the
 * publishers of reactive libraries.
 */
final class Wrappers {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			Wrappers.class.getClassLoader());

	private static final boolean HTTP = ClassUtils.isPresent("org.springframework.http.ResponseEntity",
			Wrappers.class.getClassLoader());

	private Wrappers() {
	}

	/**
	 * What stands for nothing.
	 * @param raw the wanted class
	 * @return an empty one, or {@code null} for any other type
	 */
	static @Nullable Object empty(Class<?> raw) {
		if (raw == Optional.class) {
			return Optional.empty();
		}
		if (raw == OptionalInt.class) {
			return OptionalInt.empty();
		}
		if (raw == OptionalLong.class) {
			return OptionalLong.empty();
		}
		if (raw == OptionalDouble.class) {
			return OptionalDouble.empty();
		}
		if (isFuture(raw)) {
			return CompletableFuture.completedFuture(null);
		}
		return REACTOR ? ReactiveValues.empty(raw) : null;
	}

	/**
	 * Hold a value that isn't an instance.
	 * @param value the value
	 * @param type the declared type
	 * @param raw its class
	 * @param inner coerces what is held
	 * @return an instance of the class, or {@code null} if it holds no value
	 */
	static @Nullable Object wrap(Object value, ResolvableType type, Class<?> raw, Inner inner) {
		if (raw == Optional.class) {
			return Optional.ofNullable(inner.coerce(value, type.getGeneric()));
		}
		if (raw == OptionalInt.class) {
			return OptionalInt.of((Integer) there(inner.coerce(value, ResolvableType.forClass(int.class))));
		}
		if (raw == OptionalLong.class) {
			return OptionalLong.of((Long) there(inner.coerce(value, ResolvableType.forClass(long.class))));
		}
		if (raw == OptionalDouble.class) {
			return OptionalDouble.of((Double) there(inner.coerce(value, ResolvableType.forClass(double.class))));
		}
		if (isFuture(raw)) {
			return CompletableFuture.completedFuture(inner.coerce(value, type.getGeneric()));
		}
		if (raw == Callable.class) {
			Object held = inner.coerce(value, type.getGeneric());
			return (Callable<@Nullable Object>) () -> held;
		}
		return REACTOR ? ReactiveValues.wrap(value, type, raw, inner) : null;
	}

	/**
	 * Coerce what an instance holds.
	 * @param value the instance
	 * @param type the declared type
	 * @param raw its class
	 * @param inner coerces what is held
	 * @param later coerces what will be held, on another thread
	 * @return the very value if nothing of it changes
	 */
	static Object inside(Object value, ResolvableType type, Class<?> raw, Inner inner, Later later) {
		if (value instanceof CompletionStage<?> stage) {
			LateFailures.watch(stage, later.failures());
		}
		if (value instanceof Optional<?> optional && optional.isPresent()) {
			Object held = optional.get();
			Object made = inner.coerce(held, type.getGeneric());
			return (made == held) ? value : Optional.ofNullable(made);
		}
		if (value instanceof CompletableFuture<?> future && value.getClass() == CompletableFuture.class) {
			return future(future, type.getGeneric(), inner, later);
		}
		if (raw == Callable.class || (raw == Object.class && ClojureData.isTask(value))) {
			return task((Callable<?>) value, type.getGeneric(), later);
		}
		Object answer = HTTP ? ResponseBodies.convert(value, type, inner::coerce) : value;
		return (REACTOR && answer == value) ? ReactiveValues.inside(value, type, raw, later) : answer;
	}

	private static Callable<@Nullable Object> task(Callable<?> task, ResolvableType type, Later later) {
		Consumer<Throwable> failures = later.failures();
		return () -> {
			Object result;
			try {
				result = task.call();
			}
			catch (Throwable ex) {
				failures.accept(ex);
				throw ex;
			}
			return later.coerce(result, type);
		};
	}

	/**
	 * Hear of the failures of something that comes later.
	 * @param value any value
	 * @param failures told of them
	 * @return the very value unless it is a publisher
	 */
	static @Nullable Object failing(@Nullable Object value, Consumer<Throwable> failures) {
		return (REACTOR && value != null) ? ReactiveValues.failing(value, failures) : value;
	}

	/**
	 * The body of an answer.
	 * @param value any value
	 * @return its body, or {@code null} if it has none
	 */
	static @Nullable Object body(Object value) {
		return HTTP ? ResponseBodies.body(value) : null;
	}

	private static Object future(CompletableFuture<?> future, ResolvableType type, Inner inner, Inner later) {
		if (!future.isDone()) {
			return future.thenApply((held) -> later.coerce(held, type));
		}
		if (future.isCompletedExceptionally()) {
			return future;
		}
		Object held = future.join();
		Object made = inner.coerce(held, type);
		return (made == held) ? future : CompletableFuture.completedFuture(made);
	}

	private static Object there(@Nullable Object value) {
		return Objects.requireNonNull(value);
	}

	private static boolean isFuture(Class<?> raw) {
		return raw != Object.class && raw.isAssignableFrom(CompletableFuture.class);
	}

	/**
	 * Coerces what comes later.
	 */
	interface Later extends Inner {

		/**
		 * Return the consumer of failures that occur in place of the value.
		 * @return the consumer, which the application may hold for long
		 */
		Consumer<Throwable> failures();

	}

	/**
	 * Coerces what is held.
	 */
	@FunctionalInterface
	interface Inner {

		/**
		 * Coerce.
		 * @param value the value
		 * @param type its declared type
		 * @return the value as one of that type
		 */
		@Nullable Object coerce(@Nullable Object value, ResolvableType type);

	}

}
