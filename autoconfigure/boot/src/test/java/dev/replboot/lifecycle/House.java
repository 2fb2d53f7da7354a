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

package dev.replboot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;

/**
 * An application with many places at which something can be left.
 */
public class House implements AutoCloseable {

	private final CountDownLatch end = new CountDownLatch(1);

	private final ExecutorService busy = Executors.newSingleThreadExecutor();

	private final ExecutorService pool = Executors.newSingleThreadExecutor();

	private final CompletableFuture<Object> promise = new CompletableFuture<>();

	private final Timer timer = new Timer("house", true);

	private final ThreadLocal<Object> local = new ThreadLocal<>();

	private final InheritableThreadLocal<Object> inheritable = new InheritableThreadLocal<>();

	private final TreeSet<Object> sorted = new TreeSet<>();

	private final List<Object> kept = new ArrayList<>();

	private final Sinks.Many<Object> sink = Sinks.many().multicast().directBestEffort();

	private final StandardEvaluationContext expressions = new StandardEvaluationContext();

	public House() {
		this.busy.execute(() -> {
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	/**
	 * An executor whose only thread waits.
	 * @return the executor
	 */
	public ExecutorService busy() {
		return this.busy;
	}

	public CompletableFuture<Object> promise() {
		return this.promise;
	}

	public Timer timer() {
		return this.timer;
	}

	public ThreadLocal<Object> local() {
		return this.local;
	}

	public InheritableThreadLocal<Object> inheritable() {
		return this.inheritable;
	}

	public TreeSet<Object> sorted() {
		return this.sorted;
	}

	public List<Object> kept() {
		return this.kept;
	}

	public Sinks.Many<Object> sink() {
		return this.sink;
	}

	public StandardEvaluationContext expressions() {
		return this.expressions;
	}

	/**
	 * Call something on a thread of the application.
	 * @param task what to call
	 * @return its result
	 * @throws Exception what it throws
	 */
	public Object call(Callable<?> task) throws Exception {
		return this.pool.submit(task).get();
	}

	@Override
	public void close() {
		this.end.countDown();
		this.busy.shutdown();
		this.pool.shutdown();
		this.timer.cancel();
	}

	/**
	 * What else there is.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(ReplJdbcAutoConfiguration.class)
	static class Beans {

		@Bean
		House house() {
			return new House();
		}

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:h2:mem:leaks");
			pool.setMaximumPoolSize(2);
			return pool;
		}

		@Bean
		JdbcTemplate jdbc(HikariDataSource dataSource) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			jdbc.execute("create table t (x int)");
			return jdbc;
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setRemoveOnCancelPolicy(true);
			return scheduler;
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observations() {
			return ObservationRegistry.create();
		}

		@Bean
		JsonMapper mapper() {
			return JsonMapper.builder().build();
		}

		@Bean
		CacheManager caches() {
			return new ConcurrentMapCacheManager("things");
		}

		@Bean
		DefaultConversionService conversion() {
			return new DefaultConversionService();
		}

		@Bean
		MockHttpSession session() {
			return new MockHttpSession();
		}

	}

}
