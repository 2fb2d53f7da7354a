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

package dev.replboot.kit.change;

import java.lang.invoke.MethodHandles;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.replboot.audit.AuditType;
import dev.replboot.kit.patch.UnloadedClojure;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Temporary changes of all kinds have ids, are in one list, and are reverted in one way.
 */
@NullUnmarked
class ChangesOfAllKindsTests {

	private static final String LOGGER = "acme.kit.kinds";

	private static final String TILL = "\"" + Till.class.getName() + "\"";

	private TestRepl repl;

	private ReplClient client;

	@BeforeEach
	void open() {
		// A hundred patches take some memory.
		this.repl = TestRepl.with(new Class<?>[] { Application.class }, "repl.limits.allocation=4GB");
		this.client = this.repl.login();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.repl.close();
	}

	private String patch(String method, String options) {
		return this.client.eval("(:id (patch! " + TILL + " \"" + method + "\" (fn [& _] 7) " + options + "))");
	}

	private LogLevel level() {
		return this.repl.context().getBean(LoggingSystem.class).getLoggerConfiguration(LOGGER).getConfiguredLevel();
	}

	private List<Object> whats(AuditType type) {
		return this.repl.events(type)
			.stream()
			.map(AuditApplicationEvent::getAuditEvent)
			.map((event) -> event.getData().get("what"))
			.toList();
	}

	@Test
	void eachKindIsListedWithItsIdAndRevertedByIt() {
		this.client.eval("(log-level! \"" + LOGGER + "\" :trace)");
		this.client.eval("(pause! \"Application.tick\" \"1h\")");
		this.client.eval("(System/setProperty \"acme.kit.kinds\" \"x\")");
		assertThat(patch("one", "{:reason \"INC-42\"}")).isEqualTo("\"p1\"");
		try (ReplClient other = this.repl.login(TestPrincipal.USER)) {
			other.send("(watch " + TILL + " \"two\" {:limit 1000 :for \"10m\"})\n");
			Awaitility.await().until(() -> this.client.eval("(count (watches))").equals("1"));
			assertThat(this.client.eval("(mapv (juxt :id :what :to :by) (changes))"))
				.isEqualTo("[[\"c1\" \"log level of " + LOGGER + "\" \"TRACE\" \"ann\"]" + " [\"c2\" \"task "
						+ Application.class.getName() + ".tick\" \"paused\" \"ann\"]" + " [\"p1\" \""
						+ Till.class.getName() + ".one()\" \"patched\" \"ann\"]" + " [\"w1\" \"" + Till.class.getName()
						+ ".two()\" \"watched\" \"ulf\"]"
						+ " [\"t1\" \"system property acme.kit.kinds\" \"changed\" \"ann\"]]");
			assertThat(this.client.eval("(set (map :until (remove (comp #{\"c2\"} :id) (changes))))"))
				.contains("\"the REPL closes\"", "\"the session ends\"", "\"the form is evaluated\"");
			assertThat(this.client.eval("(mapv revert! [\"c1\" \"c2\" \"p1\" \"w1\" \"t1\"])"))
				.isEqualTo("[true true true true true]");
			assertThat(other.readUntil("user=> ")).contains("The watch w1 of ", "has ended: asked for by ann.");
		}
		assertThat(this.client.eval("(changes)")).isEqualTo("[]");
		assertThat(level()).isNull();
		assertThat(new Till().one()).isEqualTo(1);
		assertThat(System.getProperty("acme.kit.kinds")).isNull();
		assertThat(this.client.eval("(map :paused (scheduled))")).isEqualTo("(false)");
		assertThat(this.client.eval("(revert! \"c1\")")).contains("There is no change, patch or watch named \"c1\"")
			.endsWith("false");
		assertThat(whats(AuditType.REPL_APPLICATION_CHANGED)).containsExactlyElementsOf(
				List.of("log level of " + LOGGER, "task " + Application.class.getName() + ".tick"));
		assertThat(whats(AuditType.REPL_CHANGE_REVERTED))
			.containsExactlyElementsOf(whats(AuditType.REPL_APPLICATION_CHANGED));
		assertThat(whats(AuditType.REPL_PATCHED)).containsExactly(Till.class.getName() + ".one()",
				Till.class.getName() + ".two()");
		assertThat(whats(AuditType.REPL_PATCH_REVERTED)).containsExactlyElementsOf(whats(AuditType.REPL_PATCHED));
	}

	@Test
	void shutdownWithAPausedTaskIsNoError() {
		Logger logger = (Logger) LoggerFactory.getLogger(TemporaryChange.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		try {
			assertThat(this.client.eval("(pause! \"Application.tick\")")).contains("Application.tick");
			this.repl.close();
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(appender.list).isEmpty();
		assertThat(whats(AuditType.REPL_CHANGE_REVERTED)).hasSize(1);
	}

	@Test
	void attemptThatIsRefusedUsesNoIdUp() {
		assertThat(patch("one", "{}")).isEqualTo("\"p1\"");
		assertThat(patch("one", "{}")).contains("is patched already, by ann as p1");
		assertThat(patch("none", "{}")).contains("none");
		assertThat(patch("two", "{:keep \"1000d\"}")).contains("repl.patch.max");
		assertThat(patch("two", "{}")).isEqualTo("\"p2\"");
		this.client.eval("(log-level! \"" + LOGGER + "\" :loud)");
		this.client.eval("(pause! \"none\")");
		this.client.eval("(log-level! \"" + LOGGER + "\" :debug)");
		this.client.eval("(log-level! \"" + LOGGER + "\" :trace \"1h\")");
		this.client.eval("(pause! \"Application.tick\")");
		assertThat(this.client.eval("(mapv (juxt :id :to) (changes))"))
			.isEqualTo("[[\"p1\" \"patched\"] [\"p2\" \"patched\"] [\"c1\" \"TRACE\"] [\"c2\" \"paused\"]]");
		assertThat(this.client.eval("(watch " + TILL + " \"none\")")).contains("none");
		this.client.eval("(watch " + TILL + " \"one\" {:for \"1ms\"})");
		assertThat(this.repl.events(AuditType.REPL_PATCHED)).last()
			.satisfies((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("patch", "w1"));
	}

	@Test
	void whatIsChangedNamesTheChangeUnlessThereAreSeveral() {
		String method = Till.class.getName() + ".one()";
		patch("one", "{}");
		try (ReplClient other = this.repl.login()) {
			other.send("(watch " + TILL + " \"one\" {:limit 1000 :for \"10m\"})\n");
			Awaitility.await().until(() -> this.client.eval("(count (watches))").equals("1"));
			assertThat(this.client.eval("(revert! \"" + method + "\")"))
				.contains("There are several changes of " + method + ": p1, w1. Give one of these.");
			assertThat(new Till().one()).isEqualTo(7);
			assertThat(this.client.eval("(revert! 'w1)")).isEqualTo("true");
			assertThat(this.client.eval("(revert! \"" + method + "\")")).isEqualTo("true");
		}
		assertThat(new Till().one()).isEqualTo(1);
	}

	@Test
	void whoeverRevertsWhatAnotherHasChangedIsInTheAuditLog() {
		this.client.eval("(log-level! \"" + LOGGER + "\" :trace)");
		try (ReplClient other = this.repl.login(TestPrincipal.USER)) {
			assertThat(other.eval("(revert! \"c1\")")).isEqualTo("true");
		}
		assertThat(this.repl.events(AuditType.REPL_CHANGE_REVERTED)).singleElement().satisfies((event) -> {
			assertThat(event.getAuditEvent().getPrincipal()).isEqualTo("ulf");
			assertThat(event.getAuditEvent().getData()).containsEntry("why", "asked for by ulf");
		});
	}

	@Test
	void allButKeptPatchesEndsWhenTheReplClosesAndIdsGoOn() {
		UnloadedClojure.remember(this.client);
		assertThat(patch("one", "{:keep \"2h\"}")).isEqualTo("\"p1\"");
		assertThat(patch("two", "{}")).isEqualTo("\"p2\"");
		this.client.eval("(log-level! \"" + LOGGER + "\" :trace \"1h\")");
		this.client.close();
		this.repl.lifecycle().close(TestPrincipal.ADMIN);
		assertThat(level()).isNull();
		assertThat(List.of(new Till().one(), new Till().two())).containsExactly(7, 2);
		this.repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
		this.client = this.repl.login();
		assertThat(this.client.eval("(mapv :id (changes))")).isEqualTo("[\"p1\"]");
		this.client.eval("(log-level! \"" + LOGGER + "\" :debug \"1h\")");
		assertThat(patch("two", "{}")).isEqualTo("\"p3\"");
		assertThat(this.client.eval("(mapv :id (changes))")).isEqualTo("[\"p1\" \"c2\" \"p3\"]");
		assertThat(this.client.eval("(revert! \"p1\")")).isEqualTo("true");
		// What was begun in the first REPL doesn't hold its Clojure.
		UnloadedClojure.await();
		assertThat(this.client.eval("(mapv :id (revert-all!))")).isEqualTo("[\"p3\"]");
		assertThat(this.client.eval("(mapv :id (changes))")).isEqualTo("[\"c2\"]");
	}

	@Test
	void eachKindHasItsLimit() throws Exception {
		DynamicType.Builder<?> type = new ByteBuddy().subclass(Object.class)
			.name(ChangesOfAllKindsTests.class.getPackageName() + ".HundredOne");
		for (int i = 0; i < 101; i++) {
			type = type.defineMethod("m" + i, int.class, Visibility.PUBLIC).intercept(FixedValue.value(i));
		}
		String many = type.make()
			.load(ChangesOfAllKindsTests.class.getClassLoader(),
					ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
			.getLoaded()
			.getName();
		this.client.eval("(defn p [i] (:id (patch! \"" + many + "\" (str \"m\" i) (fn [& _] 0))))");
		for (int i = 0; i < 100; i += 20) {
			assertThat(this.client.eval("(last (mapv p (range " + i + " " + (i + 20) + ")))"))
				.isEqualTo("\"p" + (i + 20) + "\"");
		}
		assertThat(this.client.eval("(p 100)")).contains("There are 100 patches already");
		assertThat(this.client.eval("(defn l [i] (log-level! (str \"" + LOGGER + ".\" i) :debug))"))
			.contains("#'user/l");
		assertThat(this.client.eval("(do (run! l (range 1000)) (count (changes)))")).isEqualTo("1100");
		assertThat(this.client.eval("(l 1000)")).contains("There are 1000 changes of settings already");
		assertThat(this.client.eval("[(revert! \"p50\") (p 100) (revert! \"c500\") (l 1000) (:id (last (changes)))]"))
			.isEqualTo("[true \"p101\" true :debug \"c1001\"]");
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Application {

		@Bean
		LoggingSystem loggingSystem() {
			return LoggingSystem.get(Application.class.getClassLoader());
		}

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Scheduled(fixedDelay = 5)
		void tick() {
		}

	}

	/**
	 * What is patched and watched.
	 */
	public static class Till {

		public int one() {
			return 1;
		}

		public int two() {
			return 2;
		}

	}

}
