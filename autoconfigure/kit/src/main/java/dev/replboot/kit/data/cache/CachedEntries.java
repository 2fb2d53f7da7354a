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

package dev.replboot.kit.data.cache;

import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The entries of a cache in this process at one moment: which value each key has, by
 * identity.
 */
final class CachedEntries {

	private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Cache";

	private final Cache cache;

	private final Map<Object, Object> entries;

	private CachedEntries(Cache cache, Map<Object, Object> entries) {
		this.cache = cache;
		this.entries = entries;
	}

	/**
	 * Look into a cache.
	 * @param cache the cache
	 * @param most how many entries can be remembered
	 * @return its entries, or {@code null} if the cache can't be looked into, or has more
	 */
	static @Nullable CachedEntries of(Cache cache, int most) {
		Map<?, ?> map = map(cache);
		if (map == null) {
			return null;
		}
		Map<Object, Object> entries = new IdentityHashMap<>();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			if (entries.size() == most) {
				return null;
			}
			entries.put(entry.getKey(), entry.getValue());
		}
		return new CachedEntries(cache, entries);
	}

	/**
	 * What a cache has that was made a moment ago: nothing.
	 * @param cache the cache
	 * @return no entries, or {@code null} if the cache can't be looked into
	 */
	static @Nullable CachedEntries none(Cache cache) {
		return (map(cache) != null) ? new CachedEntries(cache, Map.of()) : null;
	}

	int size() {
		return this.entries.size();
	}

	/**
	 * Evict what was put into the cache since then, whoever did: a cache may lose an
	 * entry at any time.
	 * @return how many entries that were
	 */
	int evictNewer() {
		Map<?, ?> map = map(this.cache);
		if (map == null) {
			return 0;
		}
		Map<Object, Object> newer = new IdentityHashMap<>();
		map.forEach((key, value) -> {
			if (this.entries.get(key) != value) {
				newer.put(key, value);
			}
		});
		newer.forEach((key, value) -> {
			// It evicts copies that the cache may have elsewhere first, then the entry
			// itself, whose key may be another one than the application's.
			this.cache.evict(key);
			map.remove(key, value);
		});
		return newer.size();
	}

	// others would send all entries over the network, or copy them
	private static @Nullable Map<?, ?> map(Cache cache) {
		Object store = cache.getNativeCache();
		if (cache instanceof ConcurrentMapCache || store.getClass() == ConcurrentHashMap.class) {
			return (Map<?, ?>) store;
		}
		Class<?> type = caffeine(store.getClass().getClassLoader());
		Method asMap = (type != null && type.isInstance(store)) ? ReflectionUtils.findMethod(type, "asMap") : null;
		return (asMap != null) ? (Map<?, ?>) ReflectionUtils.invokeMethod(asMap, store) : null;
	}

	private static @Nullable Class<?> caffeine(@Nullable ClassLoader loader) {
		return ClassUtils.isPresent(CAFFEINE, loader) ? ClassUtils.resolveClassName(CAFFEINE, loader) : null;
	}

}
