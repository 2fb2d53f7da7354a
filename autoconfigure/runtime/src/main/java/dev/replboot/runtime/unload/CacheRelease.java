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

import java.lang.reflect.Member;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.util.ConcurrentLruCache;

/**
 * Lets go of a closed runtime where something is known about its classes rather than kept
 * of its objects: caches by class, Spring's descriptions of classes, stack traces. What
 * the application keeps as data stays.
 */
final class CacheRelease {

	private static final String SPRING = "org.springframework.";

	private static final String SYNCHRONIZED_MAP = "java.util.Collections$SynchronizedMap";

	private static final String CONCURRENT_SET = "java.util.concurrent.ConcurrentHashMap$KeySetView";

	private final RuntimeOwnership runtime;

	private final boolean everywhere;

	private final Links links = new Links(false);

	/**
	 * Create one.
	 * @param runtime the closed runtime
	 * @param everywhere whether it gets objects of all classes rather than Spring's
	 * alone. Then it lets go of stack traces as well; the calling thread's own stack
	 * takes their place, so it must have nothing of the runtime
	 */
	CacheRelease(RuntimeOwnership runtime, boolean everywhere) {
		this.runtime = runtime;
		this.everywhere = everywhere;
	}

	void at(Object object) {
		try {
			if (object instanceof ConcurrentLruCache<?, ?> cache) {
				if (isAbout(cache, 4)) {
					cache.clear();
				}
			}
			else if (isCache(object)) {
				((Map<?, ?>) object).entrySet()
					.removeIf((entry) -> isAbout(entry.getKey(), 2)
							|| (isMetadata(entry.getValue()) && isAbout(entry.getValue(), 1))
							|| isDefinition(entry.getValue()));
			}
			else if (object.getClass().getName().equals(CONCURRENT_SET)) {
				((Collection<?>) object).removeIf((element) -> isAbout(element, 1));
			}
			else if (this.everywhere && object instanceof Throwable throwable) {
				forgetTrace(throwable);
			}
		}
		catch (UnsupportedOperationException ex) {
			// it can't be changed, so it is no cache
		}
	}

	// whatever else is a map may be a cluster's
	private boolean isCache(Object object) {
		Class<?> type = object.getClass();
		if (type.getName().equals(SYNCHRONIZED_MAP)) {
			return !this.everywhere;
		}
		return object instanceof ConcurrentMap<?, ?> && (Links.isOfJdk(type) || type.getName().startsWith(SPRING));
	}

	// what Spring keeps of the definition of a bean that has been removed
	private boolean isDefinition(@Nullable Object value) {
		return value instanceof AbstractBeanDefinition definition
				&& (this.runtime.ownsClassOf(definition.getInstanceSupplier())
						|| (definition.hasBeanClass() && this.runtime.ownsClassOf(definition.getBeanClass())));
	}

	// not a bean that happens to know a class
	private static boolean isMetadata(@Nullable Object value) {
		return value != null && value.getClass().getName().endsWith("Metadata");
	}

	private boolean isAbout(@Nullable Object object, int depth) {
		if (object == null) {
			return false;
		}
		if (object instanceof Class<?> || object instanceof Member) {
			return this.runtime.ownsClassOf((object instanceof Member member) ? member.getDeclaringClass() : object);
		}
		// and the map inside of a ConcurrentLruCache
		boolean entered = object.getClass().getName().startsWith(SPRING)
				|| (depth == 3 && object instanceof ConcurrentMap<?, ?>);
		if (!entered || depth == 0) {
			return false;
		}
		boolean[] found = { false };
		this.links.of(object, (label, target) -> found[0] = found[0] || isAbout(target, depth - 1));
		return found[0];
	}

	/**
	 * Replace what the JVM keeps of the stack of a throwable, which refers to the classes
	 * on it, by the calling thread's. The elements that are shown stay.
	 * @param throwable the throwable
	 */
	private void forgetTrace(Throwable throwable) {
		StackTraceElement[] trace = throwable.getStackTrace();
		if (this.runtime.isIn(trace)) {
			throwable.fillInStackTrace();
			throwable.setStackTrace(trace);
		}
	}

}
