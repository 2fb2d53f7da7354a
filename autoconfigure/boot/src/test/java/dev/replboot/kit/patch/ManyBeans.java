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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.NullUnmarked;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Methods of beans that Spring calls, or puts proxies around.
 */
@NullUnmarked
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@EnableCaching
@EnableAsync
@EnableScheduling
public class ManyBeans {

	private static volatile CompletableFuture<String> tick = new CompletableFuture<>();

	static void addTo(ManyKinds.Adder kinds) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(ManyBeans.class);
		Ledger ledger = context.getBean(Ledger.class);
		Priced priced = context.getBean(Priced.class);
		kinds.add("in a transaction, behind a proxy of the class", ledger, "book", () -> ledger.book(3), 1, "1");
		kinds.add("in a transaction that is rolled back", ledger, "refuse", ledger::refuse, 1, "1");
		kinds.add("in a transaction, behind a proxy of the interface", priced, "price", () -> priced.price("a"), 1L,
				"1");
		CacheManager caches = context.getBean(CacheManager.class);
		kinds.add("cached", ledger, "slow", () -> {
			caches.getCache("slow").clear();
			return ledger.slow("a") + ledger.slow("a");
		}, "b", "bb");
		Worker worker = context.getBean(Worker.class);
		kinds.add("asynchronous", worker, "work", () -> worker.work().get(1, TimeUnit.MINUTES),
				CompletableFuture.completedFuture("idle"), "idle");
		kinds.add("listener of events", worker, "hear", () -> {
			context.publishEvent("news");
			return "published";
		}, null, "published");
		kinds.add("scheduled", worker, "tick", () -> {
			tick = new CompletableFuture<>();
			return tick.get(1, TimeUnit.MINUTES);
		}, (Supplier<?>) () -> tick.complete("stood still"), "stood still");
	}

	@Bean
	PlatformTransactionManager transactionManager() {
		return new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:many"));
	}

	@Bean
	CacheManager cacheManager() {
		return new ConcurrentMapCacheManager();
	}

	@Bean
	Ledger ledger() {
		return new Ledger();
	}

	@Bean
	Priced prices() {
		return new Prices();
	}

	@Bean
	Worker worker() {
		return new Worker();
	}

	/**
	 * A service with an interface.
	 */
	public interface Priced {

		long price(String what);

	}

	static class Prices implements Priced {

		@Override
		@Transactional
		public long price(String what) {
			ManyKinds.note(TransactionSynchronizationManager.isActualTransactionActive());
			return what.length();
		}

	}

	/**
	 * A service without one.
	 */
	public static class Ledger {

		@Transactional
		public int book(int amount) {
			ManyKinds.note(TransactionSynchronizationManager.isActualTransactionActive());
			return amount;
		}

		@Transactional
		public int refuse() {
			throw new IllegalStateException("refused");
		}

		@Cacheable("slow")
		public String slow(String text) {
			ManyKinds.note("computed");
			return text;
		}

	}

	/**
	 * A service whose methods Spring calls on other threads.
	 */
	public static class Worker {

		@Async
		public CompletableFuture<String> work() {
			ManyKinds.note("works");
			return CompletableFuture.completedFuture("worked");
		}

		@EventListener(String.class)
		public void hear(String event) {
			ManyKinds.note(event);
		}

		@Scheduled(fixedDelay = 20)
		public void tick() {
			tick.complete("ticked");
		}

	}

}
