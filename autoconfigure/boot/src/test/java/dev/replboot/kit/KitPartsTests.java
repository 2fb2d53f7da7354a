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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the parts of the kit in an application that has next to nothing.
 */
class KitPartsTests {

	@Test
	void helpListsThePartsWithTheirFunctions() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(help)")).contains("beans: beans and properties")
				.containsPattern("bean +Returns a bean of the application, by its name or its type\\.")
				.containsPattern("who +Returns your principal, its source");
			assertThat(client.eval("(help 'bean)")).contains("(bean x)").contains("(bean 'orderRepository)");
			assertThat(client.eval("(help 'nothing)")).startsWith("There is no function or part named nothing.");
		}
	}

	@Test
	void switchedOffPartSaysWhichPropertySwitchesIt() {
		try (TestRepl repl = TestRepl.open("repl.kit.code.enabled=false"); ReplClient client = repl.login()) {
			assertThat(client.eval("(load-script \"x\")"))
				.contains("load-script isn't available: switched off by repl.kit.code.enabled");
			assertThat(client.eval("(help)")).contains("code: switched off by repl.kit.code.enabled");
		}
	}

	@Test
	void propertyIsShownWithItsOriginAndWhatItHides() {
		try (TestRepl repl = TestRepl.open("my.password=x", "my.name=y"); ReplClient client = repl.login()) {
			assertThat(client.eval("(env \"my.name\")")).isEqualTo("\"y\"");
			assertThat(client.eval("(env #\"^my\\..*\")")).isEqualTo("{\"my.name\" \"y\", \"my.password\" \"******\"}");
			assertThat(client.eval("(:value (env \"my.password\" :origin))")).isEqualTo("\"******\"");
			assertThat(client.eval("(:source (env \"my.name\" :origin))")).isEqualTo("\"test\"");
			assertThat(client.eval("(env \"not.there\" :origin)")).isEqualTo("nil");
		}
	}

	@Test
	void helpSaysWhatTheApplicationHasNot() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(help)")).contains("web: the application has no Spring MVC or WebFlux")
				.contains("health: the application has no health endpoint")
				.contains("metrics: the application has no MeterRegistry")
				.contains("logging: the application has no LoggingSystem")
				.contains("scheduling: the application has no scheduled tasks (@EnableScheduling)")
				.contains("caching: the application has no CacheManager");
			assertThat(client.eval("(caches)")).contains("caches isn't available: the application has no CacheManager");
		}
	}

	@Test
	void threadsAndHeapAreShown() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			// that of a REPL that was closed before may have yet to end
			Awaitility.await()
				.untilAsserted(() -> assertThat(client.eval("(map :name (threads #\"^repl-io$\"))"))
					.isEqualTo("(\"repl-io\")"));
			assertThat(client.eval("(pos? (count (stack \"repl-io\")))")).isEqualTo("true");
			assertThat(client.eval("(count (histogram 3))")).isEqualTo("3");
			assertThat(client.eval("(histogram 100000)")).contains("1 to 1000 rows");
			assertThat(client.eval("(stack \"no such thread\")")).contains("There is no thread");
		}
	}

	@Test
	void wiringIsShownInBothDirections() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(contains? (:uses (wiring 'replOpener)) \"replKitHost\")")).isEqualTo("true");
			assertThat(client.eval("(contains? (:used-by (wiring dev.replboot.kit.KitHost)) \"replOpener\")"))
				.isEqualTo("true");
			assertThat(client.eval("(wiring 'nothing)")).contains("There is no bean named nothing");
		}
	}

}
