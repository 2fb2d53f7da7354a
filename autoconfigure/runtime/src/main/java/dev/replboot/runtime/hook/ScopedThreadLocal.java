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

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What {@code new ThreadLocal} makes in woven code: one whose values belong to this
 * object, so that a pooled thread of the application can't keep the runtime reachable.
 *
 * @param <T> the type of the values
 */
public class ScopedThreadLocal<T extends @Nullable Object> extends ThreadLocal<T> {

	private static final int SWEEP_EVERY = 64;

	private final ThreadLocal<@Nullable WeakReference<Value>> values = new ThreadLocal<>();

	private final Set<Value> owned = ConcurrentHashMap.newKeySet();

	private int sinceSweep;

	static <S> ScopedThreadLocal<S> from(Supplier<S> supplier) {
		return new ScopedThreadLocal<>() {

			@Override
			protected S initialValue() {
				return supplier.get();
			}

		};
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public T get() {
		Value value = find();
		if (value != null) {
			return (T) value.object;
		}
		T initial = initialValue();
		set(initial);
		return initial;
	}

	@Override
	public void set(T object) {
		Value value = find();
		if (value == null) {
			value = new Value();
			this.owned.add(value);
			this.values.set(new WeakReference<>(value));
			sweep();
		}
		value.object = object;
	}

	@Override
	public void remove() {
		Value value = find();
		if (value != null) {
			this.owned.remove(value);
		}
		this.values.remove();
	}

	private @Nullable Value find() {
		WeakReference<Value> reference = this.values.get();
		return (reference != null) ? reference.get() : null;
	}

	private synchronized void sweep() {
		if (++this.sinceSweep >= SWEEP_EVERY) {
			this.sinceSweep = 0;
			this.owned.removeIf(Value::isOfDeadThread);
		}
	}

	/**
	 * One thread's value.
	 */
	private static final class Value {

		private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());

		private @Nullable Object object;

		private boolean isOfDeadThread() {
			Thread thread = this.thread.get();
			return thread == null || !thread.isAlive();
		}

	}

}
