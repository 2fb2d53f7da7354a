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

package dev.replboot.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.audit.AccessAudit;
import dev.replboot.audit.AuditSink;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.EvaluationAudit;
import dev.replboot.audit.GuardAudit;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.kit.patch.Patches;
import dev.replboot.lifecycle.LifecycleAudit;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.lifecycle.ReplState;
import dev.replboot.listener.ReplListener;
import dev.replboot.observation.EvaluationObserver;
import dev.replboot.observation.ReplMeterDocumentation;
import dev.replboot.observation.ReplMeters;
import dev.replboot.runtime.unload.RuntimeWatch;

/**
 * Auto-configuration of the record and the meters.
 */
@AutoConfiguration(before = ReplAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
public final class ReplObservabilityAutoConfiguration {

	private static final Clock CLOCK = Clock.systemDefaultZone();

	@Bean
	EvaluationAudit replEvaluationAudit(AuditTrail trail) {
		return new EvaluationAudit(trail);
	}

	@Bean
	GuardAudit replGuardAudit(AuditTrail trail) {
		return new GuardAudit(trail);
	}

	@Bean
	LifecycleAudit replLifecycleAudit(AuditTrail trail) {
		return new LifecycleAudit(trail);
	}

	@Bean
	AccessAudit replAccessAudit(AuditTrail trail, ReplProperties properties, AuditProperties audit) {
		return new AccessAudit(trail, properties.getLimits().getFailedLogins(), audit.isAttemptedNames());
	}

	/**
	 * Meters, where there is something to register them with.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(MeterRegistry.class)
	static class MetersConfiguration {

		private static final String EVALUATIONS = "repl.eval";

		@Bean
		ReplMeters replMeters(MeterRegistry registry, ObjectProvider<ReplLifecycle> lifecycle,
				ObjectProvider<ReplListener> listeners, ObjectProvider<AuditSink> sinks,
				ObjectProvider<ObservationRegistry> observations) {
			ReplMeters.Known known = new ReplMeters.Known(() -> listeners.stream().map(ReplListener::protocol).toList(),
					() -> sinks.stream().map(AuditSink::name).toList(),
					() -> observations.stream().anyMatch((observed) -> !observed.isNoop()));
			return new ReplMeters(registry, () -> lifecycle.getObject().status().state() == ReplState.OPEN,
					() -> lifecycle.getObject().status().remaining(CLOCK.instant()), known);
		}

		@Bean
		MeterBinder replPatchMeter(ObjectProvider<Patches> patches) {
			return (meters) -> Gauge
				.builder(ReplMeterDocumentation.PATCHES_ACTIVE.getName(), patches,
						(all) -> all.stream().mapToInt(Patches::count).sum())
				.description("Methods that are patched")
				.register(meters);
		}

		@Bean
		MeterBinder replRuntimeMeter(ObjectProvider<RuntimeWatch> watches) {
			return (meters) -> Gauge
				.builder(ReplMeterDocumentation.RUNTIMES_STAYING.getName(), watches,
						(all) -> all.stream().mapToInt(RuntimeWatch::staying).sum())
				.description("Closed runtimes that stay in memory")
				.register(meters);
		}

		// for the timer alone: the long task timer of the observation would get
		// hundreds of buckets that nobody looks at
		@Bean
		MeterFilter replEvaluationBuckets() {
			double[] buckets = { nanos(Duration.ofMillis(10)), nanos(Duration.ofMillis(100)),
					nanos(Duration.ofSeconds(1)), nanos(Duration.ofSeconds(10)), nanos(Duration.ofMinutes(1)) };
			return new MeterFilter() {
				// meters of observations have no description, and a scrape without help
				// text doesn't pass Prometheus' own check
				@Override
				public Meter.Id map(Meter.Id id) {
					if (!id.getName().startsWith(EVALUATIONS) || id.getDescription() != null) {
						return id;
					}
					String description = (id.getType() == Meter.Type.TIMER) ? "Evaluations"
							: "Evaluations that run now";
					return new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), description,
							id.getType());
				}

				@Override
				public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
					if (id.getType() != Meter.Type.TIMER || !id.getName().equals(EVALUATIONS)) {
						return config;
					}
					return DistributionStatisticConfig.builder().serviceLevelObjectives(buckets).build().merge(config);
				}
			};
		}

		private static double nanos(Duration duration) {
			return duration.toNanos();
		}

	}

	/**
	 * Observations, where there is a registry for them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ObservationRegistry.class)
	static class ObservationsConfiguration {

		@Bean
		EvaluationObserver replEvaluationObserver(ObservationRegistry registry) {
			return new EvaluationObserver(registry);
		}

	}

}
