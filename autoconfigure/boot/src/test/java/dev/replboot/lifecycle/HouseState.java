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

import java.beans.Introspector;
import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.security.Security;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;

import javax.net.ssl.HttpsURLConnection;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * What evaluated code may have changed in an application and its JVM.
 *
 * @param values each thing's value by its name
 * @param sizes each thing that may not have become more
 */
record HouseState(Map<String, Object> values, Map<String, Long> sizes) {

	static HouseState of(GenericApplicationContext context) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("locale", Locale.getDefault());
		values.put("time zone", TimeZone.getDefault());
		values.put("proxy selector", identity(ProxySelector.getDefault()));
		values.put("authenticator", identity(Authenticator.getDefault()));
		values.put("cookie handler", identity(CookieHandler.getDefault()));
		values.put("response cache", identity(ResponseCache.getDefault()));
		values.put("hostname verifier", identity(HttpsURLConnection.getDefaultHostnameVerifier()));
		values.put("log writer", identity(DriverManager.getLogWriter()));
		values.put("security providers", List.of(Security.getProviders()));
		values.put("bean info search path", List.of(Introspector.getBeanInfoSearchPath()));
		Logger logger = Logger.getLogger("leaks");
		values.put("filter of a logger", identity(logger.getFilter()));
		values.put("handlers of a logger", List.of(logger.getHandlers()));
		values.put("MBeans", ManagementFactory.getPlatformMBeanServer().getMBeanCount());
		values.put("uncaught handler", identity(Thread.getDefaultUncaughtExceptionHandler()));
		DefaultListableBeanFactory factory = context.getDefaultListableBeanFactory();
		values.put("bean definitions", List.of(factory.getBeanDefinitionNames()));
		values.put("singletons", List.of(factory.getSingletonNames()));
		values.put("bean post processors", factory.getBeanPostProcessorCount());
		values.put("editor registrars", List.copyOf(factory.getPropertyEditorRegistrars()));
		values.put("listeners", context.getApplicationListeners().size());
		values.put("protocol resolvers", context.getProtocolResolvers().size());
		values.put("property sources",
				StreamSupport.stream(context.getEnvironment().getPropertySources().spliterator(), false)
					.map(PropertySource::getName)
					.toList());
		values.put("exception translator", identity(context.getBean(JdbcTemplate.class).getExceptionTranslator()));
		values.put("session attributes",
				List.copyOf(Collections.list(context.getBean(MockHttpSession.class).getAttributeNames())));
		values.put("meters",
				context.getBean(MeterRegistry.class)
					.getMeters()
					.stream()
					.map((meter) -> meter.getId().getName())
					.filter((name) -> name.startsWith("leaks"))
					.toList());
		Map<String, Long> sizes = new LinkedHashMap<>();
		sizes.put("scheduled tasks",
				(long) context.getBean(ThreadPoolTaskScheduler.class)
					.getScheduledThreadPoolExecutor()
					.getQueue()
					.size());
		sizes.put("connections",
				(long) context.getBean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections());
		sizes.put("open files",
				(long) Objects.requireNonNullElse(new File("/proc/self/fd").list(), new String[0]).length);
		sizes.put("direct buffers", buffers("direct"));
		sizes.put("mapped buffers", buffers("mapped"));
		sizes.put("processes", ProcessHandle.current().children().count());
		sizes.put("threads", threads());
		return new HouseState(values, sizes);
	}

	private static Object identity(Object object) {
		return (object != null) ? object.getClass().getName() + "@" + System.identityHashCode(object) : "none";
	}

	private static long buffers(String name) {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals(name))
			.mapToLong(BufferPoolMXBean::getCount)
			.sum();
	}

	// without those that the JDK, Hikari and Reactor keep as they like
	private static long threads() {
		return Arrays
			.stream(ManagementFactory.getThreadMXBean()
				.getThreadInfo(ManagementFactory.getThreadMXBean().getAllThreadIds()))
			.filter(Objects::nonNull)
			.filter((thread) -> !thread.getThreadName()
				.matches(
						"ForkJoinPool.*|HikariPool.*|process reaper.*|Attach.*|parallel-.*|scheduler-.*|CompletableFuture.*"))
			.count();
	}

	/**
	 * What differs now, after all the time that a busy machine takes.
	 * @param context the application
	 * @return the differences
	 */
	List<String> changes(GenericApplicationContext context, Duration patience) {
		try {
			Awaitility.await().pollInSameThread().atMost(patience).until(() -> {
				System.gc();
				return differences(of(context)).isEmpty();
			});
		}
		catch (ConditionTimeoutException ex) {
			return differences(of(context));
		}
		return List.of();
	}

	private List<String> differences(HouseState now) {
		List<String> differences = new ArrayList<>();
		this.values.forEach((name, value) -> {
			if (!value.equals(now.values.get(name))) {
				differences.add(name + ": " + value + ", now " + now.values.get(name));
			}
		});
		this.sizes.forEach((name, size) -> {
			if (now.sizes.get(name) > size) {
				differences.add(name + ": " + size + ", now " + now.sizes.get(name));
			}
		});
		return differences;
	}

}
