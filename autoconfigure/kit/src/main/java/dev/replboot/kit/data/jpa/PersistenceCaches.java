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

package dev.replboot.kit.data.jpa;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Cache;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ReflectionUtils;

import dev.replboot.kit.data.cache.SecondLevelCaches;

/**
 * Empties second-level caches, with Hibernate's results of queries. Which entities a
 * statement's rows belong to is the provider's own affair, so that all of them go.
 */
public final class PersistenceCaches implements SecondLevelCaches {

	// what Hibernate has where nothing is cached
	private static final String NONE = "org.hibernate.cache.internal.DisabledCaching";

	private final ApplicationContext context;

	/**
	 * Create it.
	 * @param context the application's context
	 */
	public PersistenceCaches(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public List<String> empty() {
		List<String> emptied = new ArrayList<>();
		this.context.getBeansOfType(EntityManagerFactory.class, false, false).forEach((name, factory) -> {
			Cache cache = factory.getCache();
			if (cache != null && !NONE.equals(cache.getClass().getName())) {
				evictAll(cache);
				emptied.add(name);
			}
		});
		return emptied;
	}

	// what JPA provides for leaves the results of queries, and collections
	private static void evictAll(Cache cache) {
		cache.evictAll();
		Method regions = ReflectionUtils.findMethod(cache.getClass(), "evictAllRegions");
		if (regions != null) {
			ReflectionUtils.makeAccessible(regions);
			ReflectionUtils.invokeMethod(regions, cache);
		}
	}

}
