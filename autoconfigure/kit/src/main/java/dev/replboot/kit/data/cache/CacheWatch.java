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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;

/**
 * Finds out what a dry run leaves in the application's caches, and evicts it: a cache
 * knows nothing of the rollback and would go on serving values that never were.
 */
public final class CacheWatch {

	// It remembers so many entries during a dry run, of all caches together.
	private static final int MOST_ENTRIES = 100_000;

	private final ApplicationContext context;

	private final @Nullable SecondLevelCaches persistence;

	/**
	 * Create it.
	 * @param context the application's context
	 * @param persistence empties the second-level caches of the persistence units, or
	 * {@code null} if there is no persistence unit
	 */
	public CacheWatch(ApplicationContext context, @Nullable SecondLevelCaches persistence) {
		this.context = context;
		this.persistence = persistence;
	}

	/**
	 * Look at the caches before a body runs.
	 * @return what there is
	 */
	public Look look() {
		Look look = new Look(this, (this.persistence != null) ? this.persistence : List::of);
		int left = MOST_ENTRIES;
		for (Cache cache : caches()) {
			CachedEntries entries = CachedEntries.of(cache, left);
			if (entries != null) {
				left -= entries.size();
				look.seen.put(cache.getNativeCache(), entries);
			}
			else {
				look.unseen.add(cache.getName());
			}
		}
		return look;
	}

	private List<Cache> caches() {
		List<Cache> caches = new ArrayList<>();
		for (CacheManager manager : this.context.getBeansOfType(CacheManager.class, false, false).values()) {
			for (String name : new TreeSet<>(manager.getCacheNames())) {
				Cache cache = manager.getCache(name);
				if (cache != null) {
					caches.add(cache);
				}
			}
		}
		return caches;
	}

	/**
	 * What was in the caches at one moment.
	 */
	public static final class Look {

		private final Map<Object, CachedEntries> seen = new IdentityHashMap<>();

		private final Set<String> unseen = new LinkedHashSet<>();

		private final SecondLevelCaches persistence;

		private final CacheWatch watch;

		private boolean written = true;

		private Look(CacheWatch watch, SecondLevelCaches persistence) {
			this.watch = watch;
			this.persistence = persistence;
		}

		/**
		 * The database says that the transaction has written nothing, so that what was
		 * loaded in it is right.
		 */
		public void nothingWritten() {
			this.written = false;
		}

		/**
		 * Evict what came into the caches since then. To be called when the transaction
		 * is rolled back: what is loaded again before that comes from the transaction,
		 * too.
		 * @return what was evicted, and which caches can't be looked into, in sentences
		 */
		public List<String> rolledBack() {
			List<String> notes = new ArrayList<>();
			Map<String, Integer> evicted = new TreeMap<>();
			for (Cache cache : this.watch.caches()) {
				try {
					int newer = newer(cache);
					if (newer > 0) {
						evicted.merge(cache.getName(), newer, Integer::sum);
					}
				}
				catch (RuntimeException ex) {
					notes
						.add("The cache " + cache.getName() + " may still have what the body put into it: " + ex + ".");
				}
			}
			if (!evicted.isEmpty()) {
				notes.add(0,
						"Evicted from the application's caches, because it came in during the dry run: "
								+ evicted.entrySet()
									.stream()
									.map((cache) -> cache.getKey() + " (" + cache.getValue() + ")")
									.collect(Collectors.joining(", "))
								+ ".");
			}
			if (!this.unseen.isEmpty()) {
				notes.add("What the body put into these caches is still there, if it did: "
						+ String.join(", ", this.unseen) + ". (evict! \"" + this.unseen.iterator().next()
						+ "\") empties one.");
			}
			notes.addAll(empty("they may have had rows of the transaction"));
			return notes;
		}

		/**
		 * Empty the second-level caches, which know nothing of rows that were changed
		 * past them. To be called when the transaction is committed.
		 * @return what was emptied, in sentences
		 */
		public List<String> committed() {
			return empty("they may have had rows as they were before");
		}

		private List<String> empty(String reason) {
			if (!this.written) {
				return List.of();
			}
			try {
				List<String> emptied = this.persistence.empty();
				return emptied.isEmpty() ? List.of() : List
					.of("The second-level caches of " + String.join(", ", emptied) + " were emptied: " + reason + ".");
			}
			catch (RuntimeException ex) {
				return List.of("The second-level caches could not be emptied, and " + reason + ": " + ex + ".");
			}
		}

		private int newer(Cache cache) {
			CachedEntries before = this.seen.get(cache.getNativeCache());
			if (before == null && !this.unseen.contains(cache.getName())) {
				// The body has made it, or another process has filled it before.
				before = CachedEntries.none(cache);
				if (before == null) {
					this.unseen.add(cache.getName());
				}
			}
			return (before != null) ? before.evictNewer() : 0;
		}

	}

}
