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

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A patch that makes a scheduled task fail after the patched method has returned.
 */
@NullUnmarked
class CallerFailureTaskTests {

	@Test
	void patchThatMakesATaskFailIsPutBack() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { CallerDesk.Observed.class, Tasks.class },
				"repl.limits.callback=1m"); ReplClient client = repl.login()) {
			AtomicInteger runs = repl.context().getBean(Task.class).runs;
			Awaitility.await().until(() -> runs.get() > 0);
			// the task may fail before the patch is shown
			String said = client.eval("(do (patch! \"" + CallerDesk.Stock.class.getName()
					+ "\" \"find\" (fn [& _] \"text\") {:max-errors 2}) nil)");
			if (!said.contains("was removed.")) {
				said += client.readUntil("was removed.");
			}
			assertThat(said).contains(
					"failed for the first time: What the patch of Stock.find gave made the caller fail: ",
					"failed 3 times and was removed.");
			Awaitility.await().until(() -> repl.context().getBean(Patches.class).count() == 0);
			int before = runs.get();
			Awaitility.await().until(() -> runs.get() > before);
		}
	}

	@Test
	void applicationWithoutObservationsIsPatchedAsBefore() {
		try (TestRepl repl = TestRepl.open("repl.limits.callback=1m"); ReplClient client = repl.login()) {
			client.eval("(do (patch! \"" + CallerDesk.Stock.class.getName() + "\" \"name\" (fn [& _] \"text\")) nil)");
			assertThat(new CallerDesk.Stock().name()).isEqualTo("text");
			assertThat(client.eval("((juxt :calls :errors) (first (patches)))")).isEqualTo("[1 0]");
		}
	}

	static class Task {

		private final CallerDesk.Stock stock;

		private final AtomicInteger runs = new AtomicInteger();

		Task(CallerDesk.Stock stock) {
			this.stock = stock;
		}

		@Scheduled(fixedDelay = 20)
		void run() {
			Integer number = this.stock.find();
			this.runs.addAndGet(number);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Tasks {

		@Bean
		Task task(CallerDesk.Stock stock) {
			return new Task(stock);
		}

		@Bean
		SchedulingConfigurer observing(ObservationRegistry registry) {
			return (tasks) -> tasks.setObservationRegistry(registry);
		}

	}

}
