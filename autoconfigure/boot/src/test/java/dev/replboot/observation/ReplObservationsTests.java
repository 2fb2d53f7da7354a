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

package dev.replboot.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins the names, types, units and keys of what is measured, and compares what the
 * documentation's enums say with what is registered.
 */
class ReplObservationsTests {

	@Test
	void documentedNamesAreThese() {
		assertThat(Arrays.stream(ReplMeterDocumentation.values()).map(ReplObservationsTests::describe))
			.containsExactlyInAnyOrder("repl.open GAUGE null []", "repl.lease.remaining GAUGE seconds []",
					"repl.sessions.active GAUGE null [protocol]", "repl.sessions COUNTER null [event, protocol]",
					"repl.eval.stuck COUNTER null [protocol]", "repl.denials COUNTER null [protocol, reason]",
					"repl.audit.lost COUNTER null [sink]", "repl.patches.active GAUGE null []",
					"repl.runtimes.staying GAUGE null []");
		ReplObservationDocumentation evaluation = ReplObservationDocumentation.EVALUATION;
		assertThat(keys(evaluation.getLowCardinalityKeyNames())).containsExactly("outcome", "protocol");
		assertThat(keys(evaluation.getHighCardinalityKeyNames())).containsExactly("repl.session");
		assertThat(new EvaluationObservationConvention().getName()).isEqualTo("repl.eval");
	}

	@Test
	void whatIsRegisteredIsWhatIsDocumented() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Registries.class }, "repl.limits.time=2s",
				"repl.limits.output=1KB", "repl.limits.sessions=1")) {
			MeterRegistry registry = repl.context().getBean(MeterRegistry.class);
			repl.context().getBean(ReplMeters.class).bindTo(registry);
			try (ReplClient client = repl.login(); ReplClient refused = repl.connect()) {
				refused.send(repl.token(TestPrincipal.USER) + "\n");
				refused.readToEnd();
				assertThat(registry.get("repl.open").gauge().value()).isEqualTo(1);
				assertThat(registry.get("repl.lease.remaining").timeGauge().value()).isBetween(1700.0, 1800.0);
				assertThat(registry.get("repl.sessions.active").tag("protocol", "socket").gauge().value()).isEqualTo(1);
				// in a cold and busy process each may take longer than the limit
				Awaitility.await().until(() -> client.eval("(+ 1 2)").endsWith("3"));
				Awaitility.await().until(() -> client.eval("(/ 1 0)").contains("Divide by zero"));
				Awaitility.await().until(() -> client.eval(")").contains("Unmatched delimiter"));
				client.eval("(loop [] (recur))");
				Awaitility.await().until(() -> client.eval("(apply str (range 10000))").contains("repl.limits.output"));
				client.send("(read-line)\n");
				Awaitility.await()
					.until(() -> registry.get("repl.eval.active")
						.tag("protocol", "socket")
						.longTaskTimer()
						.activeTasks() == 1);
				client.ctrlC();
				client.readUntil("user=> ");
			}
			Awaitility.await().until(() -> registry.get("repl.sessions.active").gauge().value() == 0);
			// the counters follow the gauge, one after the other
			Awaitility.await()
				.until(() -> registry.get("repl.sessions").tag("event", "closed").counter().count() > 0
						&& registry.get("repl.denials").tag("reason", "sessions").counter().count() > 0
						&& repl.context().getBean(Spans.class).errors.contains("interrupted")
						&& registry.find("repl.eval.active")
							.longTaskTimers()
							.stream()
							.allMatch((timer) -> timer.activeTasks() == 0));
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(registry.find("repl.eval").timers()).filteredOn((timer) -> timer.count() > 0)
							.extracting((timer) -> timer.getId().getTag("outcome"))
							.containsExactlyInAnyOrder("success", "error", "time", "output", "interrupted"));
			// all of them were there with zero
			assertThat(registry.find("repl.eval").timers()).hasSize(6);
			assertThat(registry.find("repl.eval").timers())
				.allMatch((timer) -> "none".equals(timer.getId().getTag("error")) == "success"
					.equals(timer.getId().getTag("outcome")))
				.extracting((timer) -> timer.getId().getTag("error"))
				.containsOnly("none", "EvaluationFailedException");
			assertThat(repl.context().getBean(Spans.class).errors).contains("error: java.lang.ArithmeticException",
					"time", "output", "interrupted");
			assertThat(registry.get("repl.eval").tag("outcome", "success").timer().count()).isEqualTo(1);
			assertThat(registry.get("repl.eval")
				.tag("outcome", "time")
				.timer()
				.max(java.util.concurrent.TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(2000);
			assertThat(registry.get("repl.sessions").tag("event", "opened").counter().count()).isEqualTo(1);
			assertThat(registry.get("repl.sessions").tag("event", "closed").counter().count()).isEqualTo(1);
			assertThat(registry.get("repl.sessions").tag("event", "refused").counter().count()).isEqualTo(1);
			assertThat(registry.get("repl.denials").tag("reason", "sessions").counter().count()).isEqualTo(1);
			assertThat(registry.find("repl.eval.active").longTaskTimers())
				.allMatch((timer) -> timer.activeTasks() == 0);
			assertDocumented(registry);
			assertThat(repl.context().getBean(Spans.class).keys).containsExactly("outcome", "protocol", "repl.session");
		}
	}

	@Test
	void everythingIsCountedFromZeroBeforeAnythingHappens() {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { Registries.class }, "repl.nrepl.enabled=true",
				"repl.nrepl.port=0")) {
			MeterRegistry registry = repl.context().getBean(MeterRegistry.class);
			repl.context().getBean(ReplMeters.class).bindTo(registry);
			List<String> counted = new ArrayList<>();
			for (Meter meter : registry.getMeters()) {
				meter.measure().forEach((measurement) -> assertThat(measurement.getValue()).isZero());
				counted.add(meter.getId().getName() + meter.getId().getTags().stream().map(Tag::getValue).toList());
			}
			List<String> expected = new ArrayList<>(List.of("repl.open[]", "repl.lease.remaining[]",
					"repl.audit.lost[events]", "repl.audit.lost[log]"));
			Stream
				.of("throttled", "anonymous", "credentials", "expired", "account", "role", "factor", "rule", "site",
						"unguarded", "request", "state", "busy", "unavailable")
				.forEach((reason) -> expected.add("repl.denials[http, " + reason + "]"));
			for (String protocol : List.of("socket", "nrepl")) {
				expected.add("repl.sessions.active[" + protocol + "]");
				expected.add("repl.eval.stuck[" + protocol + "]");
				expected.add("repl.eval[none, success, " + protocol + "]");
				Stream.of("error", "interrupted", "time", "allocation", "output")
					.forEach((outcome) -> expected
						.add("repl.eval[EvaluationFailedException, " + outcome + ", " + protocol + "]"));
				Stream.of("opened", "closed", "refused")
					.forEach((event) -> expected.add("repl.sessions[" + event + ", " + protocol + "]"));
				Stream
					.of("token", "http", "tls", "silent", "crowd", "sessions", "unrecorded", "closing", "peer",
							"peer_unknown", "revoked", "unverified", "throttled")
					.forEach((reason) -> expected.add("repl.denials[" + protocol + ", " + reason + "]"));
			}
			assertThat(counted).containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Test
	void sessionsThatCouldNotBeRecordedAreNeitherOpenedNorClosedNorTooMany(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("audit.jsonl");
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Registries.class }, "repl.audit.file=" + file,
				"repl.audit.required=file", "repl.limits.sessions=2")) {
			MeterRegistry registry = repl.context().getBean(MeterRegistry.class);
			repl.context().getBean(ReplMeters.class).bindTo(registry);
			String token = repl.token(TestPrincipal.USER);
			Files.move(file, folder.resolve("elsewhere"));
			for (int i = 0; i < 3; i++) {
				try (ReplClient refused = repl.connect()) {
					refused.send(token + "\n");
					assertThat(refused.readToEnd())
						.contains("The session was not started, because it could not be recorded");
				}
			}
			Awaitility.await()
				.until(() -> registry.get("repl.denials").tag("reason", "unrecorded").counter().count() >= 3);
			assertThat(registry.find("repl.sessions").counters()).allMatch((counter) -> counter.count() == 0);
			assertThat(registry.find("repl.sessions.active").gauges()).allMatch((gauge) -> gauge.value() == 0);
			assertThat(registry.get("repl.denials").tag("reason", "unrecorded").counter().count()).isEqualTo(3);
			assertThat(registry.find("repl.denials").tag("reason", "sessions").counters())
				.allMatch((counter) -> counter.count() == 0);
			assertThat(repl.events(AuditType.REPL_SESSION_ENDED)).isEmpty();
			assertThat(repl.lifecycle().status().sessions()).isEmpty();
			Files.move(folder.resolve("elsewhere"), file);
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			}
		}
	}

	private static void assertDocumented(MeterRegistry registry) {
		Set<String> documented = Arrays.stream(ReplMeterDocumentation.values())
			.map((meter) -> meter.getName() + " " + keys(meter.getKeyNames()))
			.collect(Collectors.toCollection(TreeSet::new));
		documented.add("repl.eval [error, outcome, protocol]");
		documented.add("repl.eval.active [protocol]");
		for (Meter meter : registry.getMeters()) {
			Set<String> tags = meter.getId()
				.getTags()
				.stream()
				.map(Tag::getKey)
				.collect(Collectors.toCollection(TreeSet::new));
			assertThat(documented).contains(meter.getId().getName() + " " + tags);
			assertThat(meter instanceof LongTaskTimer || meter.getId().getDescription() != null
					|| meter.getId().getName().equals("repl.eval"))
				.isTrue();
		}
		// each of them but what nothing here provokes
		assertThat(registry.getMeters().stream().map((meter) -> meter.getId().getName()).distinct())
			.containsExactlyInAnyOrder("repl.open", "repl.lease.remaining", "repl.sessions.active", "repl.sessions",
					"repl.eval", "repl.eval.active", "repl.eval.stuck", "repl.denials", "repl.audit.lost");
	}

	private static String describe(ReplMeterDocumentation meter) {
		return meter.getName() + " " + meter.getType() + " " + meter.getBaseUnit() + " " + keys(meter.getKeyNames());
	}

	private static Set<String> keys(KeyName[] names) {
		return Stream.of(names).map(KeyName::asString).collect(Collectors.toCollection(TreeSet::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Registries {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Spans spans() {
			return new Spans();
		}

		@Bean
		ObservationRegistry observationRegistry(MeterRegistry meters, Spans spans) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new DefaultMeterObservationHandler(meters))
				.observationHandler(spans);
			return registry;
		}

	}

	/**
	 * What a span would carry.
	 */
	static final class Spans implements ObservationHandler<Observation.Context> {

		private final List<String> errors = new CopyOnWriteArrayList<>();

		private volatile Set<String> keys = Set.of();

		@Override
		public void onStop(Observation.Context context) {
			if (context.getError() != null) {
				this.errors.add(context.getError().getMessage());
			}
			this.keys = context.getAllKeyValues()
				.stream()
				.map(KeyValue::getKey)
				.collect(Collectors.toCollection(TreeSet::new));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
