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

package dev.replboot.kit.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ReflectionUtils;

import dev.replboot.audit.AuditType;
import dev.replboot.kit.KitAudit;

/**
 * The application's caches.
 */
public final class CachingHost {

	private final Map<String, CacheManager> managers;

	private final KitAudit record;

	/**
	 * Create it.
	 * @param context the application's context
	 * @param record where evictions are recorded
	 */
	public CachingHost(ApplicationContext context, KitAudit record) {
		this.managers = context.getBeansOfType(CacheManager.class);
		this.record = record;
	}

	/**
	 * List the caches.
	 * @return manager, name, class and, where it is known, size of each
	 */
	public List<Map<String, @Nullable Object>> all() {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		this.managers.forEach((bean, manager) -> {
			for (String name : new TreeSet<>(manager.getCacheNames())) {
				Cache cache = manager.getCache(name);
				if (cache != null) {
					Map<String, @Nullable Object> row = new LinkedHashMap<>();
					row.put("cache", name);
					row.put("manager", bean);
					row.put("size", size(cache.getNativeCache()));
					row.put("class", cache.getNativeCache().getClass().getName());
					rows.add(row);
				}
			}
		});
		return rows;
	}

	// Caffeine's and Guava's caches are no maps; they aren't worth a dependency
	private static @Nullable Object size(Object cache) {
		if (cache instanceof Map<?, ?> map) {
			return (long) map.size();
		}
		for (String name : new String[] { "estimatedSize", "size" }) {
			Method method = ReflectionUtils.findMethod(cache.getClass(), name);
			if (method != null && method.getReturnType() == long.class && method.trySetAccessible()) {
				return ReflectionUtils.invokeMethod(method, cache);
			}
		}
		return null;
	}

	/**
	 * Empty a cache.
	 * @param name the cache's name
	 */
	public void clear(String name) {
		List<Cache> caches = named(name);
		record(name, "all entries");
		caches.forEach(Cache::clear);
	}

	/**
	 * Evict one entry.
	 * @param name the cache's name
	 * @param key the entry's key
	 */
	public void evict(String name, Object key) {
		List<Cache> caches = named(name);
		record(name, "the entry of " + key);
		caches.forEach((cache) -> cache.evict(key));
	}

	private void record(String name, String entries) {
		this.record.publish(AuditType.REPL_APPLICATION_CHANGED,
				Map.of("what", "cache " + name, "to", "without " + entries));
	}

	private List<Cache> named(String name) {
		List<Cache> found = new ArrayList<>();
		for (CacheManager manager : this.managers.values()) {
			// some managers would make a cache of any name
			Cache cache = manager.getCacheNames().contains(name) ? manager.getCache(name) : null;
			if (cache != null) {
				found.add(cache);
			}
		}
		if (found.isEmpty()) {
			throw new IllegalArgumentException("There is no cache named " + name + ". (caches) lists all.");
		}
		return found;
	}

}
