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

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.replboot.kit.patch.Wrappers.Inner;
import dev.replboot.kit.patch.Wrappers.Later;

/**
 * The publishers of reactive libraries, where Reactor is on the class path.
 */
final class ReactiveValues {

	private static final String REACTOR = "reactor.core.publisher.";

	private ReactiveValues() {
	}

	static @Nullable Object empty(Class<?> raw) {
		ReactiveAdapter adapter = adapter(raw);
		return (adapter != null) ? adapter.fromPublisher(Mono.empty()) : null;
	}

	static @Nullable Object wrap(Object value, ResolvableType type, Class<?> raw, Inner inner) {
		ReactiveAdapter adapter = adapter(raw);
		if (adapter == null) {
			return null;
		}
		ResolvableType held = type.getGeneric();
		if (!adapter.isMultiValue()) {
			return adapter.fromPublisher(Mono.justOrEmpty(inner.coerce(value, held)));
		}
		boolean many = value instanceof Iterable && ClojureData.of(value) != ClojureData.MAP;
		Object all = inner.coerce(many ? value : List.of(value), ResolvableType.forClassWithGenerics(List.class, held));
		return adapter.fromPublisher(Flux.fromIterable((List<?>) Objects.requireNonNull(all)));
	}

	static Object inside(Object value, ResolvableType type, Class<?> raw, Later later) {
		ReactiveAdapter adapter = (value instanceof Publisher) ? adapter(value.getClass()) : null;
		if (adapter == null) {
			return value;
		}
		ResolvableType held = type.getGeneric();
		Publisher<?> source = adapter.toPublisher(value);
		Object made = adapter.fromPublisher(adapter.isMultiValue()
				? Flux.from(source).doOnError(later.failures()).map((each) -> there(later, each, held))
				: Mono.from(source).doOnError(later.failures()).map((each) -> there(later, each, held)));
		// The declared type may be that of a flux that is to be connected.
		return raw.isInstance(made) ? made : value;
	}

	/**
	 * Hear of the failures of a publisher of Reactor's, at each subscription.
	 * @param value any value
	 * @param failures told of them
	 * @return the very value unless it is such a publisher
	 */
	static Object failing(Object value, Consumer<Throwable> failures) {
		// Callers may use more of a subclass of their own, and of what also takes values.
		boolean more = value instanceof Subscriber || value instanceof Sinks.Empty || value instanceof Sinks.Many;
		if (more || !value.getClass().getName().startsWith(REACTOR)) {
			return value;
		}
		if (value instanceof Mono<?> mono) {
			return mono.doOnError(failures);
		}
		boolean plain = !(value instanceof ConnectableFlux) && !(value instanceof GroupedFlux);
		return (value instanceof Flux<?> flux && plain) ? flux.doOnError(failures) : value;
	}

	private static Object there(Inner later, Object value, ResolvableType type) {
		Object made = later.coerce(value, type);
		return (made != null) ? made : value;
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> raw) {
		ReactiveAdapterRegistry registry = ReactiveAdapterRegistry.getSharedInstance();
		return (raw != Object.class) ? registry.getAdapter(raw) : null;
	}

}
