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
import java.util.List;
import java.util.concurrent.Callable;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheWatch}.
 */
@NullUnmarked
class CacheWatchTests {

	static List<CacheManager> managers() {
		CaffeineCacheManager bounded = new CaffeineCacheManager();
		bounded.setCaffeine(Caffeine.newBuilder().maximumSize(1000).recordStats());
		ConcurrentMapCacheManager copying = new ConcurrentMapCacheManager();
		copying.setBeanClassLoader(CacheWatchTests.class.getClassLoader());
		copying.setStoreByValue(true);
		return List.of(new ConcurrentMapCacheManager(), copying, new CaffeineCacheManager(), bounded,
				new TransactionAwareCacheManagerProxy(new ConcurrentMapCacheManager()));
	}

	@ParameterizedTest
	@MethodSource("managers")
	void whatCameInIsEvictedAndNothingElse(CacheManager manager) {
		Cache prices = manager.getCache("prices");
		Cache names = manager.getCache("names");
		prices.put(1, "old");
		prices.put(2, "stays");
		names.put("a", "stays");
		List<String> notes = evict(List.of(manager), () -> {
			prices.put(1, "never was");
			prices.put(3, "never was");
			prices.put(4, null);
			return manager.getCache("made in the body") != null;
		});
		assertThat(prices.get(1)).isNull();
		assertThat(prices.get(3)).isNull();
		assertThat(prices.get(4)).isNull();
		assertThat(prices.get(2).get()).isEqualTo("stays");
		assertThat(names.get("a").get()).isEqualTo("stays");
		assertThat(notes).hasSize(1).first().asString().contains("prices (3)").doesNotContain("names");
	}

	@ParameterizedTest
	@MethodSource("managers")
	void aCacheThatTheBodyMakesIsEmptied(CacheManager manager) {
		List<String> notes = evict(List.of(manager), () -> {
			manager.getCache("new").put(1, "never was");
			return null;
		});
		assertThat(manager.getCache("new").get(1)).isNull();
		assertThat(notes).hasSize(1).first().asString().contains("new (1)");
	}

	@ParameterizedTest
	@MethodSource("managers")
	void whereNothingCameInNothingIsSaid(CacheManager manager) {
		manager.getCache("prices").put(1, "old");
		assertThat(evict(List.of(manager), () -> manager.getCache("prices").get(1))).isEmpty();
		assertThat(manager.getCache("prices").get(1).get()).isEqualTo("old");
	}

	@ParameterizedTest
	@MethodSource("managers")
	void aCacheThatCantBeLookedIntoIsNamed(CacheManager manager) {
		NoOpCacheManager remote = new NoOpCacheManager();
		remote.getCache("far");
		assertThat(evict(List.of(manager, remote), () -> null)).hasSize(1)
			.first()
			.asString()
			.contains("far")
			.contains("evict!");
	}

	@Test
	void aCacheOfOthersThatTheBodyIsTheFirstToUseKeepsItsEntries() {
		ConcurrentMapCache shared = new ConcurrentMapCache("far") {

			@Override
			public void clear() {
				throw new AssertionError("it belongs to others as well");
			}

		};
		SimpleCacheManager remote = new SimpleCacheManager() {

			@Override
			protected Cache getMissingCache(String name) {
				return new Remote(shared);
			}

		};
		remote.setCaches(List.of());
		remote.initializeCaches();
		shared.put(1, "of others");
		assertThat(evict(List.of(remote), () -> {
			remote.getCache("far").put(2, "never was");
			return null;
		})).hasSize(1).first().asString().contains("far").contains("is still there");
		assertThat(shared.get(1).get()).isEqualTo("of others");
	}

	@Test
	void theEntryIsEvictedWhateverTheCacheMakesOfItsKey() {
		ConcurrentMapCacheManager maps = new ConcurrentMapCacheManager();
		SimpleCacheManager prefixing = new SimpleCacheManager();
		prefixing.setCaches(List.of(new Remote(maps.getCache("prices")) {

			@Override
			public void put(Object key, Object value) {
				super.put("tenant1:" + key, value);
			}

			@Override
			public ValueWrapper get(Object key) {
				return super.get("tenant1:" + key);
			}

			@Override
			public void evict(Object key) {
				super.evict("tenant1:" + key);
			}

			@Override
			public Object getNativeCache() {
				return maps.getCache("prices").getNativeCache();
			}

		}));
		prefixing.initializeCaches();
		Cache prices = prefixing.getCache("prices");
		prices.put(1, "stays");
		evict(List.of(prefixing), () -> {
			prices.put(2, "never was");
			return null;
		});
		assertThat(prices.get(2)).isNull();
		assertThat(prices.get(1).get()).isEqualTo("stays");
	}

	@Test
	void aCacheThatFailsIsNamedAndTheOthersAreEvicted() {
		ConcurrentMapCacheManager maps = new ConcurrentMapCacheManager("a", "c");
		SimpleCacheManager failing = new SimpleCacheManager();
		failing.setCaches(List.of(new ConcurrentMapCache("b") {

			@Override
			public void evict(Object key) {
				throw new IllegalStateException("no connection");
			}

		}));
		failing.initializeCaches();
		List<String> notes = evict(List.of(maps, failing), () -> {
			maps.getCache("a").put(1, "never was");
			failing.getCache("b").put(1, "never was");
			maps.getCache("c").put(1, "never was");
			return null;
		});
		assertThat(notes).hasSize(2);
		assertThat(notes.get(0)).contains("a (1), c (1)");
		assertThat(notes.get(1)).contains("The cache b may still have").contains("no connection");
	}

	private static List<String> evict(List<CacheManager> managers, Callable<?> body) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			for (int i = 0; i < managers.size(); i++) {
				context.getBeanFactory().registerSingleton("manager" + i, managers.get(i));
			}
			context.refresh();
			CacheWatch.Look look = new CacheWatch(context, null).look();
			body.call();
			return new ArrayList<>(look.rolledBack());
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A cache whose entries are elsewhere.
	 */
	private static class Remote extends TransactionAwareCacheDecorator {

		Remote(Cache target) {
			super(target);
		}

		@Override
		public Object getNativeCache() {
			return "a connection";
		}

	}

}
