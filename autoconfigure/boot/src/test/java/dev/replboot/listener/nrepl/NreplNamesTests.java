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

package dev.replboot.listener.nrepl;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Completion and lookup that know the application, in the words that editors use: the
 * form around the prefix comes with {@code __prefix__} in its place.
 */
class NreplNamesTests {

	private static final String INITIALISED = "repl.names.initialised";

	private static TestRepl repl;

	private static NreplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Beans.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"orders.overdue-after=14d", "orders.secret-key=hush");
		client = NreplClient.login(repl);
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@SuppressWarnings("unchecked")
	private static List<String> complete(String prefix, String context) {
		Map<String, Object> answer = client
			.roundTrip("op", "complete", "prefix", prefix, "ns", "user", "context", context)
			.get(0);
		assertThat(answer).containsEntry("status", List.of("done"));
		return ((List<Map<String, Object>>) answer.get("completions")).stream()
			.map((one) -> one.get("candidate") + "=" + one.get("type"))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(bean '__prefix__)", "(bean \"__prefix__\")", "(.total (bean '__prefix__) 1)",
			"(defn f [x] (let [o (bean '__prefix__)] {:a [o]}))", "(wiring '__prefix__)" })
	void beansAreOfferedWhereTheKitTakesTheirNames(String context) {
		assertThat(complete("ord", context)).containsExactly("orderBook=bean", "orders=bean");
	}

	@Test
	void quoteThatTheEditorTakesForAPartOfTheNameIsKept() {
		assertThat(complete("'orderB", "(bean __prefix__)")).containsExactly("'orderBook=bean");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			orders.o | (env "__prefix__")       | orders.overdue-after=property
			over     | (env "orders.__prefix__") | overdue-after=property
			""")
	void propertyKeysAreOfferedInsideEnv(String prefix, String context, String candidate) {
		assertThat(complete(prefix, context)).containsExactly(candidate);
	}

	@Test
	void valuesOfPropertiesAreNeverTold() {
		assertThat(client.roundTrip("op", "complete", "prefix", "orders.", "ns", "user", "context", "").toString())
			.contains("orders.secret-key")
			.doesNotContain("hush", "14d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":same", "(f __prefix__)", "(bean (bean", "((((", "#=(System/exit 1) __prefix__",
			"#foo.Bar[__prefix__]", "(clojure.core/bean '__prefix__)" })
	void elsewhereTheyComeAfterWhatCodeCouldBe(String context) {
		assertThat(complete("or", context)).startsWith("or=macro", "orderBook=bean", "orders=bean");
		assertThat(complete("orders.over", context)).contains("orders.overdue-after=property");
	}

	@Test
	void contextThatIsTooLongOrTooDeepIsNotLookedAt() {
		assertThat(complete("ord", "(bean '__prefix__ " + " ".repeat(9000) + ")")).contains("orders=bean");
		assertThat(complete("ord", "(".repeat(8000) + "__prefix__")).contains("orders=bean");
		assertThat(complete("ord", "[".repeat(4000) + "__prefix__" + "]".repeat(4000))).contains("orders=bean");
	}

	@Test
	void methodsAreThoseOfWhatTheyAreCalledOn() {
		assertThat(complete(".tot", "(__prefix__ (bean 'orders) 1)")).containsExactly(".total=method");
		assertThat(complete(".toUpp", "(__prefix__ \"x\")")).containsExactly(".toUpperCase=method");
		assertThat(complete(".getBeanDefinitionC", "(__prefix__ ctx)"))
			.containsExactly(".getBeanDefinitionCount=method");
		assertThat(complete(".getBean", "(__prefix__ ^String x)")).isEmpty();
	}

	@Test
	void classesOfBeansAreOffered() {
		assertThat(complete("dev.replboot.listener.nrepl.NreplNamesTests$Ord", ""))
			.contains("dev.replboot.listener.nrepl.NreplNamesTests$Orders=class");
	}

	@Test
	void namesAreFoundWithoutInitialisingAClassOrMakingABean() {
		String probe = Probe.class.getName();
		assertThat(complete(probe + "/FOO", "(f __prefix__)")).contains(probe + "/FOOD=static-field");
		assertThat(complete(".foo", "(__prefix__ ^" + probe + " x)")).containsExactly(".foo=method");
		assertThat(complete("laz", "(bean '__prefix__)")).containsExactly("lazyProbe=bean");
		assertThat(info("lookup", probe, "")).containsEntry("name", probe);
		assertThat(info("info", "lazyProbe", "(bean '__prefix__)")).containsEntry("doc", "A bean of class " + probe);
		assertThat(System.getProperty(INITIALISED)).isNull();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> info(String op, String name, String context) {
		Map<String, Object> answer = client.roundTrip("op", op, "sym", name, "ns", "user", "context", context).get(0);
		return op.equals("lookup") ? (Map<String, Object>) answer.get("info") : answer;
	}

	@ParameterizedTest
	@ValueSource(strings = { "(bean '__prefix__)", "" })
	void beanIsLookedUp(String context) {
		String doc = "A bean of class " + Orders.class.getName();
		assertThat(info("lookup", "orders", context)).containsEntry("doc", doc).containsEntry("type", "bean");
		assertThat(info("info", "'orders", context)).containsEntry("doc", doc);
		assertThat(info("eldoc", "orders", context)).containsEntry("docstring", doc).containsEntry("name", "orders");
	}

	@Test
	void codeThatHasTheNameOfABeanIsLookedUpAsCode() {
		assertThat(info("info", "merge", "")).containsEntry("ns", "clojure.core");
		assertThat(info("info", "merge", "(bean '__prefix__)")).containsEntry("type", "bean");
	}

	@Test
	void queriesAreOnRecordAsSuch() {
		complete("ord", "(bean '__prefix__)");
		assertThat(repl.events(AuditType.REPL_EVALUATING)).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.getAuditEvent().getData()).containsKey("tool"));
	}

	@Test
	void queryThatTakesLongIsStopped() {
		SlowFactory.slow = true;
		try {
			List<Map<String, Object>> answers = client.roundTrip("op", "complete", "prefix", "no.such.Cl", "ns",
					"user");
			assertThat(NreplClient.text("err", answers)).contains("It ran longer than 10 s");
			assertThat(answers).last()
				.satisfies((answer) -> assertThat(answer).containsEntry("status",
						List.of("error", "complete-error", "done")));
		}
		finally {
			SlowFactory.slow = false;
		}
		assertThat(complete("no.such.Cl", "")).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		static SlowFactory slowFactory() {
			return new SlowFactory();
		}

		@Bean
		Orders orders() {
			return new Orders();
		}

		@Bean
		Orders orderBook() {
			return new Orders();
		}

		@Bean
		Orders merge() {
			return new Orders();
		}

		@Bean
		@Lazy
		Probe lazyProbe() {
			return new Probe();
		}

	}

	public static class Orders {

		public long total(long id) {
			return id;
		}

	}

	/**
	 * Takes its time to say what it makes.
	 */
	static class SlowFactory implements FactoryBean<Orders> {

		private static volatile boolean slow;

		@Override
		public Orders getObject() {
			return new Orders();
		}

		@Override
		public Class<?> getObjectType() {
			try {
				if (slow) {
					new CountDownLatch(1).await();
				}
				return Orders.class;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	public static class Probe {

		/**
		 * Not a constant, which reading wouldn't initialise the class for.
		 */
		public static final String FOOD = String.valueOf(1);

		static {
			System.setProperty(INITIALISED, "1");
		}

		public void foo() {
		}

	}

}
