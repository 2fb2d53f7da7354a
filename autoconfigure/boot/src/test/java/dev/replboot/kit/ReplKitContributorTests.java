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

package dev.replboot.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an application adds to the kit.
 */
class ReplKitContributorTests {

	private static final Class<?>[] CONTRIBUTORS = { Contributors.class };

	@Test
	void functionsObjectsAndNamespacesOfTheApplicationAreThere() {
		try (TestRepl repl = TestRepl.with(CONTRIBUTORS); ReplClient client = repl.login()) {
			assertThat(client.eval("(overdue 3)")).isEqualTo("\"3 orders of admin\"");
			assertThat(client.eval("(.get desk)")).isEqualTo("\"open\"");
			assertThat(client.eval("(total 40 2)")).isEqualTo("42");
			assertThat(client.eval("(acme.repl.orders/total 40 2)")).isEqualTo("42");
			assertThat(client.eval("(:arglists (meta #'overdue))")).isEqualTo("([days])");
		}
	}

	@Test
	void helpListsThem() {
		try (TestRepl repl = TestRepl.with(CONTRIBUTORS); ReplClient client = repl.login()) {
			assertThat(client.eval("(help)")).contains("orders: the desk for orders")
				.containsPattern("overdue +The orders that nobody has paid\\.")
				.containsPattern("total +The sum of some prices\\.");
			assertThat(client.eval("(help 'overdue)")).contains("(overdue days)")
				.contains("(overdue 3) => \"3 orders of admin\"");
			assertThat(client.eval("(help 'orders)")).contains("overdue").doesNotContain("sessions");
		}
	}

	@Test
	void namesOfClojureStayClojures() {
		try (TestRepl repl = TestRepl.with(CONTRIBUTORS); ReplClient client = repl.login()) {
			assertThat(client.eval("(first [1 2])")).isEqualTo("1");
			assertThat(client.eval("(acme.repl.orders/first)")).isEqualTo(":mine");
			assertThat(client.eval("(help)")).contains("acme.repl.orders/first");
		}
	}

	@Test
	void namesOfTheKitStayTheKits() {
		try (TestRepl repl = TestRepl.with(CONTRIBUTORS); ReplClient client = repl.login()) {
			assertThat(client.eval("(:principal (who))")).isNotEqualTo("nil");
			assertThat(client.eval("(repl.kit.orders/who)")).isEqualTo("\"the desk\"");
			assertThat(client.eval("(help)")).contains("repl.kit.orders/who");
		}
	}

	@Test
	void exceptionOfTheFunctionIsShown() {
		try (TestRepl repl = TestRepl.with(CONTRIBUTORS); ReplClient client = repl.login()) {
			assertThat(client.eval("(overdue -1)")).contains("Days can't be negative");
		}
	}

	@Test
	void whatIsSwitchedOffIsNotThereAndHelpNamesTheProperty() {
		try (TestRepl repl = TestRepl.with(CONTRIBUTORS, "repl.kit.orders.enabled=false");
				ReplClient client = repl.login()) {
			assertThat(client.eval("(overdue 3)")).contains("Unable to resolve symbol: overdue");
			assertThat(client.eval("(help)")).contains("orders: switched off by repl.kit.orders.enabled");
			assertThat(client.eval("(help 'orders)")).contains("switched off by repl.kit.orders.enabled");
		}
	}

	@Test
	void whatCannotBeLoadedIsNamedAndTheRestIsThere() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Contributors.class, BrokenContributor.class });
				ReplClient client = repl.login()) {
			assertThat(client.eval("(total 1)")).isEqualTo("1");
			assertThat(client.eval("(help)")).contains("broken: could not be loaded: no luck");
		}
	}

	@Test
	void namesOfTheKitsOwnNamespacesAreRefusedAndTheKitStays() throws IOException {
		List<String> names = kitsOwn();
		assertThat(names).contains("data", "parts", "table");
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Imposters.class }); ReplClient client = repl.login()) {
			String help = client.eval("(help)");
			assertThat(names).allSatisfy((name) -> assertThat(help)
				.contains(name + ": could not be loaded: repl.kit." + name + " is a namespace of the kit itself."));
			assertThat(client.eval("(print-value 1)")).contains("Unable to resolve symbol");
			assertThat(client.eval("(:doc (meta (resolve 'repl.kit.table/print-value)))")).startsWith("\"")
				.doesNotContain("Does nothing.");
		}
	}

	private static List<String> kitsOwn() throws IOException {
		return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:repl/kit/*.clj"))
			.map((resource) -> String.valueOf(resource.getFilename()).replace(".clj", "").replace('_', '-'))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Imposters implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			try {
				kitsOwn().forEach((name) -> registry.registerBeanDefinition("imposter-" + name,
						BeanDefinitionBuilder.rootBeanDefinition(Imposter.class)
							.addConstructorArgValue(name)
							.getBeanDefinition()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	record Imposter(String name) implements ReplKitContributor {

		@Override
		public void contribute(KitContribution contribution) {
			contribution.function("print-value", "[value]", "Does nothing.", (arguments) -> "imposter");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Contributors {

		@Bean
		ReplKitContributor ordersKit() {
			return new ReplKitContributor() {

				@Override
				public String name() {
					return "orders";
				}

				@Override
				public void contribute(KitContribution contribution) {
					contribution.title("the desk for orders").function("overdue", "[days]", """
							The orders that nobody has paid.

							  (overdue 3) => "3 orders of admin\"""", (arguments) -> {
						long days = (Long) arguments.get(0);
						if (days < 0) {
							throw new IllegalArgumentException("Days can't be negative.");
						}
						return days + " orders of admin";
					})
						.function("who", "[]", "Who sits at the desk.", (arguments) -> "the desk")
						.value("desk", "Whether the desk is open.", new AtomicReference<>("open"))
						.namespace("acme.repl.orders");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenContributor {

		@Bean
		ReplKitContributor brokenKit() {
			return new ReplKitContributor() {

				@Override
				public String name() {
					return "broken";
				}

				@Override
				public void contribute(KitContribution contribution) {
					contribution.namespace("acme.repl.broken");
				}

			};
		}

	}

}
