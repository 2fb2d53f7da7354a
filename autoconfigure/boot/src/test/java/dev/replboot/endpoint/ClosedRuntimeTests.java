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

package dev.replboot.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.autoconfigure.ReplRuntimeHealthAutoConfiguration;
import dev.replboot.runtime.ClosedRuntime;
import dev.replboot.runtime.unload.RuntimeWatch;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the endpoint, the health and the meter show a closed REPL that stays.
 */
public class ClosedRuntimeTests {

	/**
	 * What the application keeps.
	 */
	public static final List<Object> KEPT = new ArrayList<>();

	@Test
	void objectInAStaticFieldIsNamedByEndpointHealthAndMeter() {
		try (TestRepl repl = TestRepl
			.closedWith(new Class<?>[] { Application.class, ReplRuntimeHealthAutoConfiguration.class })) {
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
			try (ReplClient client = repl.login()) {
				assertThat(
						client.eval("(.add dev.replboot.endpoint.ClosedRuntimeTests/KEPT (reify Runnable (run [_])))"))
					.isEqualTo("true");
			}
			repl.lifecycle().close(TestPrincipal.ADMIN);
			RuntimeWatch watch = repl.context().getBean(RuntimeWatch.class);
			assertThat(show(repl, watch)).singleElement().satisfies((closed) -> assertThat(closed.stays()).isFalse());
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
				System.gc();
				return watch.remaining().stream().anyMatch(ClosedRuntime::stays);
			});
			assertThat(show(repl, watch)).singleElement()
				.satisfies((closed) -> assertThat(closed.heldBy()).singleElement()
					.asString()
					.startsWith("static field dev.replboot.endpoint.ClosedRuntimeTests.KEPT[…]: an instance of user$"));
			Health health = repl.context().getBean(HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("staying", 1)
				.containsEntry("closedRuntimes", show(repl, watch));
			MeterRegistry meters = repl.context().getBean(MeterRegistry.class);
			repl.context().getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(meters));
			assertThat(meters.get("repl.runtimes.staying").gauge().value()).isEqualTo(1);
		}
		finally {
			KEPT.clear();
		}
	}

	private static List<ClosedRuntimeDescriptor> show(TestRepl repl, RuntimeWatch watch) {
		return ReplDescriptor.of(repl.lifecycle().status(), List.of(), watch.remaining(), Instant.now())
			.closedRuntimes();
	}

	/**
	 * An application with meters.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
