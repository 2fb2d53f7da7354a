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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.management.JMException;
import javax.management.ObjectName;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

import dev.replboot.runtime.unload.RuntimeWatch;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Opening, heavy use and closing, again and again: neither class loaders nor threads
 * grow. Goes on for up to 50 rounds or 8 seconds; {@code -Drepl.rounds=50} makes as many,
 * however long they take.
 */
class RepeatedUseTests {

	private static final String SHOP = "\"" + Shop.class.getName() + "\"";

	private static final List<String> FORMS = List.of(
			"(do (require 'clojure.zip 'clojure.data) (defrecord Point [x y]) (def inherited (InheritableThreadLocal.))"
					+ " (.set inherited (->Point 1 2)) :ok)",
			"(do (def later (future (Thread/sleep 100000))) (def counter (agent 0)) (send counter inc)"
					+ " (send-off counter inc) (await counter) :ok)",
			"(do (.schedule (java.util.Timer. \"round\") (proxy [java.util.TimerTask] [] (run [])) 1000000) :ok)",
			"(do (.autowireBean (.getAutowireCapableBeanFactory ctx) (->Point 1 2)) :ok)",
			"(do (.addApplicationListener ctx (reify org.springframework.context.ApplicationListener"
					+ " (onApplicationEvent [_ _]))) :ok)",
			"(do (watch " + SHOP + " \"sell\" {:limit 3 :for \"100ms\"}) :ok)",
			"(do (patch! " + SHOP + " \"buy\" (fn [& _] (throw (ex-info \"sold out\" {:by (->Point 1 2)})))) :ok)",
			"(do (patch! " + SHOP + " \"lend\" (fn [& _] (throw (IllegalStateException. \"lent\""
					+ " (ex-info \"deep\" {:by (->Point 1 2)}))))) :ok)");

	@Test
	void classLoadersAndThreadsStayAsManyAsTheyAre() throws Exception {
		Integer asked = Integer.getInteger("repl.rounds");
		int rounds = (asked != null) ? asked : 50;
		long deadline = System.nanoTime() + Duration.ofSeconds(8).toNanos();
		List<String> names = new ArrayList<>();
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { Application.class }, "repl.limits.callback=1m")) {
			int threads = 0;
			for (int i = 0; i < rounds && (asked != null || i < 3 || System.nanoTime() - deadline < 0); i++) {
				names.add(round(repl));
				if (i == 1) {
					threads = ManagementFactory.getThreadMXBean().getThreadCount();
				}
			}
			RuntimeWatch watch = repl.context().getBean(RuntimeWatch.class);
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				System.gc();
				assertThat(watch.remaining()).isEmpty();
				assertThat(loaded(names)).isEmpty();
			});
			int most = threads;
			// on a thread of its own, the wait would be one more
			Awaitility.await()
				.pollInSameThread()
				.atMost(Duration.ofMinutes(1))
				.until(() -> ManagementFactory.getThreadMXBean().getThreadCount() <= most);
		}
	}

	private static String round(TestRepl repl) throws Exception {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a round");
		Shop shop = repl.context().getBean(Shop.class);
		HandlerMethod buy = new HandlerMethod(shop, "buy");
		String name;
		try (ReplClient client = repl.login()) {
			name = client.eval("(.getName (.getClassLoader clojure.lang.RT))").replace("\"", "");
			for (String form : FORMS) {
				assertThat(client.eval(form)).as(form).endsWith(":ok");
			}
			assertThat(handled(repl, buy, shop::buy)).hasMessage("sold out");
			assertThat(handled(repl, new HandlerMethod(shop, "lend"), shop::lend)).hasMessage("lent")
				.cause()
				.hasMessage("deep");
			HandlerResult result = repl.context()
				.getBean(RequestMappingHandlerAdapter.class)
				.handle(MockServerWebExchange.from(MockServerHttpRequest.get("/")), buy)
				.block();
			assertThat(result).isNotNull();
		}
		assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		return name;
	}

	private static Exception handled(TestRepl repl, HandlerMethod method, Runnable body) {
		RuntimeException thrown = catchThrowableOfType(RuntimeException.class, body::run);
		assertThat(repl.context()
			.getBean(ExceptionHandlerExceptionResolver.class)
			.resolveException(new MockHttpServletRequest(), new MockHttpServletResponse(), method, thrown)).isNotNull();
		return thrown;
	}

	// not what the watch says, but the JVM
	private static List<String> loaded(List<String> names) throws JMException {
		String all = String.valueOf(ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmClassloaders",
					new Object[] { new String[0] }, new String[] { String[].class.getName() }));
		assertThat(all).contains("app");
		return names.stream().filter((name) -> all.contains("\"" + name + "\"")).toList();
	}

	/**
	 * What is patched.
	 */
	public static class Shop {

		public String buy() {
			return "bought";
		}

		public String lend() {
			return "lent";
		}

		public String sell() {
			return "sold";
		}

	}

	/**
	 * Handlers of the shop's errors.
	 */
	@ControllerAdvice
	static class Errors {

		@ExceptionHandler
		void handle(RuntimeException ex) {
		}

	}

	/**
	 * An application with both of Spring's ways to call controllers.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Shop shop() {
			return new Shop();
		}

		@Bean
		Errors errors() {
			return new Errors();
		}

		@Bean
		ExceptionHandlerExceptionResolver exceptions() {
			return new ExceptionHandlerExceptionResolver();
		}

		@Bean
		RequestMappingHandlerAdapter reactive() {
			return new RequestMappingHandlerAdapter();
		}

	}

}
