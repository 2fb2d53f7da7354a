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

package dev.replboot.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.access.CurrentCaller;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplPrincipal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is on record of whoever calls the endpoint.
 */
@Tag("plain")
class EndpointCallerTests {

	private final List<ReplAuditEvent> events = new ArrayList<>();

	private final AuditTrail trail = new AuditTrail(new AuditSource("test-app", "here"), List.of(new Memory()),
			new AuditTrail.Delivery(Set.of(), 10, Duration.ofMinutes(1)), new Masking(List.of(Masking.NAMES)),
			(sink, number) -> {
			}, Clock.systemUTC());

	@Test
	void whoIsNamedIsTheCallerOfThatNameWithSourceAndAuthorities() {
		AuditActor actor = publish("ann");
		assertThat(actor.source()).isEqualTo("users");
		assertThat(actor.authorities()).containsExactly("ROLE_REPL_ADMIN");
		assertThat(actor.protocol()).isEqualTo("http");
	}

	@Test
	void whoHasAnotherNameIsNotTheCaller() {
		AuditActor actor = publish("shutdown");
		assertThat(actor.source()).isNull();
		assertThat(actor.authorities()).isEmpty();
		assertThat(actor.protocol()).isNull();
	}

	private AuditActor publish(String name) {
		CurrentCaller.call(new Ann(), Peer.at("192.0.2.1"), () -> {
			this.trail.publish(name, AuditType.REPL_CLOSED, Map.of());
			return name;
		});
		return this.events.get(0).actor();
	}

	private static final class Ann implements ReplPrincipal {

		@Override
		public String name() {
			return "ann";
		}

		@Override
		public String source() {
			return "users";
		}

		@Override
		public Set<String> authorities() {
			return Set.of("ROLE_REPL_ADMIN");
		}

		@Override
		public Runnable enter() {
			return () -> {
			};
		}

	}

	private final class Memory implements AuditSink {

		@Override
		public String name() {
			return "memory";
		}

		@Override
		public boolean isDirect() {
			return true;
		}

		@Override
		public void write(List<ReplAuditEvent> written) {
			EndpointCallerTests.this.events.addAll(written);
		}

	}

}
