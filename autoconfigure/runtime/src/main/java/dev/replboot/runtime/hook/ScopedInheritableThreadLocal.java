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

import org.jspecify.annotations.Nullable;

/**
 * What {@code new InheritableThreadLocal} makes in woven code: one whose values belong to
 * this object, so that a pooled thread of the application that was set one, or inherits
 * one, can't keep the runtime reachable.
 *
 * @param <T> the type of the values
 */
public class ScopedInheritableThreadLocal<T extends @Nullable Object> extends InheritableThreadLocal<T> {

	private static final int SWEEP_EVERY = 64;

	private final InheritableThreadLocal<@Nullable Anchor> anchors = new InheritableThreadLocal<>() {

		@Override
		@SuppressWarnings({ "unchecked", "NullAway" })
		protected @Nullable Anchor childValue(@Nullable Anchor parent) {
			Value value = (parent != null) ? parent.get() : null;
			return (value != null) ? anchor(ScopedInheritableThreadLocal.this.childValue((T) value.object)) : null;
		}

	};

	private final Set<Value> owned = ConcurrentHashMap.newKeySet();

	private int sinceSweep;

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
		if (value != null) {
			value.object = object;
		}
		else {
			this.anchors.set(anchor(object));
		}
	}

	@Override
	public void remove() {
		Value value = find();
		if (value != null) {
			this.owned.remove(value);
		}
		this.anchors.remove();
	}

	private @Nullable Value find() {
		Anchor anchor = this.anchors.get();
		return (anchor != null) ? anchor.get() : null;
	}

	private Anchor anchor(@Nullable Object object) {
		Value value = new Value(object);
		Anchor anchor = new Anchor(value);
		value.anchor = new WeakReference<>(anchor);
		this.owned.add(value);
		sweep();
		return anchor;
	}

	private synchronized void sweep() {
		if (++this.sinceSweep >= SWEEP_EVERY) {
			this.sinceSweep = 0;
			this.owned.removeIf(Value::isOfDeadThread);
		}
	}

	/**
	 * What a thread keeps.
	 */
	private static final class Anchor extends WeakReference<Value> {

		private Anchor(Value value) {
			super(value);
		}

	}

	/**
	 * One thread's value.
	 */
	private static final class Value {

		private volatile @Nullable Object object;

		// nobody but the thread itself keeps it
		private @Nullable WeakReference<Anchor> anchor;

		private Value(@Nullable Object object) {
			this.object = object;
		}

		private boolean isOfDeadThread() {
			WeakReference<Anchor> anchor = this.anchor;
			return anchor != null && anchor.refersTo(null);
		}

	}

}
