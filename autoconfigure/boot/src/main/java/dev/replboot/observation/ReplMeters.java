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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.audit.AuditLossListener;
import dev.replboot.eval.EvaluationIntent;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.eval.EvaluationOutcome;
import dev.replboot.observation.ReplMeterDocumentation.Key;
import dev.replboot.observation.ReplObservationDocumentation.LowCardinality;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;

/**
 * Counts sessions, denials and what is missing from the record, and shows whether the
 * REPL is open and for how long.
 */
public final class ReplMeters
		implements MeterBinder, SessionListener, DenialListener, EvaluationListener, AuditLossListener {

	private static final String REFUSED = "refused";

	private static final String EVALUATIONS = "repl.eval";

	private static final List<String> EVENTS = List.of("opened", "closed", REFUSED);

	private final MeterRegistry registry;

	private final Supplier<Boolean> open;

	private final Supplier<Duration> remaining;

	private final Known known;

	private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

	/**
	 * Create the meters.
	 * @param registry where counters go
	 * @param open whether the REPL is open
	 * @param remaining what is left of the lease
	 * @param known what is counted from zero
	 */
	public ReplMeters(MeterRegistry registry, Supplier<Boolean> open, Supplier<Duration> remaining, Known known) {
		this.registry = registry;
		this.open = open;
		this.remaining = remaining;
		this.known = known;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(ReplMeterDocumentation.OPEN.getName(), this.open, (state) -> state.get() ? 1 : 0)
			.description("Whether the REPL is open")
			.register(registry);
		TimeGauge
			.builder(ReplMeterDocumentation.LEASE_REMAINING.getName(), () -> this.remaining.get().toMillis(),
					java.util.concurrent.TimeUnit.MILLISECONDS)
			.description("What is left of the lease")
			.register(registry);
		this.known.protocols().get().forEach((protocol) -> bindZeros(registry, protocol));
		Denial.Reason.ofEndpoint().forEach((reason) -> denials(registry, Denial.HTTP, reason));
		this.known.sinks().get().forEach((sink) -> lost(registry, sink));
	}

	// a counter that comes into being with its first event has not grown, to Prometheus
	private void bindZeros(MeterRegistry registry, String protocol) {
		bind(registry, protocol, this.active.computeIfAbsent(protocol, (name) -> new AtomicInteger()));
		EVENTS.forEach((event) -> sessions(registry, protocol, event));
		stuck(registry, protocol);
		if (this.known.observed().get()) {
			for (EvaluationOutcome.Status status : EvaluationOutcome.Status.values()) {
				evaluations(registry, protocol, status);
			}
		}
		Denial.Reason.ofConnections().forEach((reason) -> denials(registry, protocol, reason));
	}

	// as Micrometer makes it of the first observation
	private static void evaluations(MeterRegistry registry, String protocol, EvaluationOutcome.Status status) {
		String error = (status == EvaluationOutcome.Status.SUCCESS) ? KeyValue.NONE_VALUE
				: EvaluationFailedException.class.getSimpleName();
		Timer.builder(EVALUATIONS)
			.description("Evaluations")
			.tag(LowCardinality.PROTOCOL.asString(), protocol)
			.tag(LowCardinality.OUTCOME.asString(), status.label())
			.tag("error", error)
			.register(registry);
	}

	@Override
	public void started(ReplSession session) {
		count(session.protocol(), "opened");
		gauge(session.protocol()).incrementAndGet();
	}

	@Override
	public void ended(ReplSession session) {
		count(session.protocol(), "closed");
		gauge(session.protocol()).decrementAndGet();
	}

	private AtomicInteger gauge(String protocol) {
		return this.active.computeIfAbsent(protocol, (name) -> {
			AtomicInteger number = new AtomicInteger();
			bind(this.registry, name, number);
			return number;
		});
	}

	private static void bind(MeterRegistry registry, String protocol, AtomicInteger number) {
		Gauge.builder(ReplMeterDocumentation.SESSIONS_ACTIVE.getName(), number, AtomicInteger::get)
			.description("Sessions that are there now")
			.tag(Key.PROTOCOL.asString(), protocol)
			.register(registry);
	}

	private void count(String protocol, String event) {
		sessions(this.registry, protocol, event).increment();
	}

	private static Counter sessions(MeterRegistry registry, String protocol, String event) {
		return Counter.builder(ReplMeterDocumentation.SESSIONS.getName())
			.description("Sessions that were opened, closed or refused")
			.tag(Key.PROTOCOL.asString(), protocol)
			.tag(Key.EVENT.asString(), event)
			.register(registry);
	}

	@Override
	public void denied(Denial denial) {
		if (denial.reason() == Denial.Reason.SESSIONS) {
			count(denial.protocol(), REFUSED);
		}
		denials(this.registry, denial.protocol(), denial.reason()).increment();
	}

	private static Counter denials(MeterRegistry registry, String protocol, Denial.Reason reason) {
		return Counter.builder(ReplMeterDocumentation.DENIALS.getName())
			.description("Those who were turned away")
			.tag(Key.PROTOCOL.asString(), protocol)
			.tag(Key.REASON.asString(), reason.label())
			.register(registry);
	}

	@Override
	public void lost(String sink, int events) {
		lost(this.registry, sink).increment(events);
	}

	private static Counter lost(MeterRegistry registry, String sink) {
		return Counter.builder(ReplMeterDocumentation.AUDIT_LOST.getName())
			.description("Events that an audit sink lost")
			.tag(Key.SINK.asString(), sink)
			.register(registry);
	}

	@Override
	public void stuck(EvaluationIntent intent, StackTraceElement[] stack) {
		stuck(this.registry, intent.origin().protocol()).increment();
	}

	private static Counter stuck(MeterRegistry registry, String protocol) {
		return Counter.builder(ReplMeterDocumentation.STUCK.getName())
			.description("Evaluations that were told to stop and went on for a second at least")
			.tag(Key.PROTOCOL.asString(), protocol)
			.register(registry);
	}

	/**
	 * What is counted from zero: each has a meter as soon as meters are registered, so
	 * that its first event is an increase.
	 *
	 * @param protocols the names of the protocols that the REPL can be reached by
	 * @param sinks the names of the sinks of the record
	 * @param observed whether evaluations are observed
	 */
	public record Known(Supplier<? extends Collection<String>> protocols, Supplier<? extends Collection<String>> sinks,
			Supplier<Boolean> observed) {

	}

}
