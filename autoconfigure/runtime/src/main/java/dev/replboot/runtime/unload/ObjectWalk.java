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

package dev.replboot.runtime.unload;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A walk from objects of the application along what they refer to, nearest first, that
 * finds by which way they hold a closed runtime. Its memory and its time are bounded.
 */
final class ObjectWalk {

	private static final int MOST_PATHS = 5;

	private final RuntimeOwnership runtime;

	private final Predicate<Class<?>> into;

	private final CacheRelease release;

	private final Links links;

	private final Deque<Step> ahead = new ArrayDeque<>();

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Set<String> paths = new LinkedHashSet<>();

	private final int mostObjects;

	private final BooleanSupplier timeOver;

	ObjectWalk(RuntimeOwnership runtime, Predicate<Class<?>> into, Links links, CacheRelease release, int mostObjects,
			BooleanSupplier timeOver) {
		this.runtime = runtime;
		this.links = links;
		this.into = into;
		this.release = release;
		this.mostObjects = mostObjects;
		this.timeOver = timeOver;
	}

	/**
	 * Begin at an object, too.
	 * @param name what the object is
	 * @param object the object
	 */
	void from(String name, @Nullable Object object) {
		reach(null, name, object);
	}

	/**
	 * Walk, and let go of the runtime where that harms nobody.
	 * @return the ways by which it is still held, as far as the bounds allow to find them
	 */
	List<String> walk() {
		while (!this.ahead.isEmpty() && !this.timeOver.getAsBoolean()) {
			Step step = this.ahead.remove();
			this.release.at(step.object());
			this.links.of(step.object(), (label, target) -> reach(step, label, target));
		}
		return List.copyOf(this.paths);
	}

	/**
	 * Tell whether the walk has seen all that it can reach.
	 * @return {@code false} if one of its bounds has ended it
	 */
	boolean isWhole() {
		return this.ahead.isEmpty() && this.seen.size() < this.mostObjects;
	}

	private void reach(@Nullable Step from, String label, @Nullable Object target) {
		if (target == null) {
			return;
		}
		if (this.runtime.ownsClassOf(target)) {
			if (this.paths.size() < MOST_PATHS) {
				this.paths.add(path(from) + label + ": " + describe(target));
			}
			return;
		}
		if (!(target instanceof Class<?>) && !Links.isSimple(target.getClass()) && this.into.test(target.getClass())
				&& this.seen.size() < this.mostObjects && this.seen.add(target)) {
			this.ahead.add(new Step(target, from, label));
		}
	}

	private static String path(@Nullable Step last) {
		StringBuilder path = new StringBuilder();
		Step step = last;
		while (step != null) {
			path.insert(0, step.label());
			step = step.from();
		}
		return path.toString();
	}

	private static String describe(Object target) {
		return (target instanceof Class<?> type) ? type.toString() : (target instanceof ClassLoader loader)
				? "the class loader " + loader.getName() : "an instance of " + target.getClass().getName();
	}

	/**
	 * An object on the way.
	 *
	 * @param object the object
	 * @param from what it was reached from, or {@code null} for the first
	 * @param label how that refers to it
	 */
	private record Step(Object object, @Nullable Step from, String label) {

	}

}
