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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.peer.PeerMapping;
import dev.replboot.access.standing.StandingSource;
import dev.replboot.audit.AuditType;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeHold;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A second bean of a type that protects or records something: both of them are used, or
 * the application doesn't start. It is never as if there were none.
 */
class SecondBeanTests {

	@Test
	void guardListenersOfTheApplicationAreToldBesideTheAuditLog() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { TwoGuards.class }); ReplClient client = repl.login()) {
			assertThat(client.eval("(System/exit 0)")).contains("System/exit");
			assertThat(repl.context().getBean(TwoGuards.class).told).containsExactly("one: System/exit",
					"two: System/exit");
			assertThat(repl.events(AuditType.REPL_GUARD_REFUSED)).hasSize(1);
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void twoStandingSourcesFailTheStart() {
		assertThatThrownBy(() -> TestRepl.closedWith(new Class<?>[] { TwoStandings.class }))
			.hasStackTraceContaining("expected single matching bean but found 2: oneStanding,twoStanding");
	}

	@Test
	void twoPeerMappingsFailTheStart() {
		assertThatThrownBy(() -> TestRepl.closedWith(new Class<?>[] { TwoMappings.class }))
			.hasStackTraceContaining("expected single matching bean but found 2: oneMapping,twoMapping");
	}

	@Test
	void secondHoldOnTheRuntimeFailsTheStart() {
		assertThatThrownBy(() -> TestRepl.closedWith(new Class<?>[] { OwnHold.class }))
			.hasStackTraceContaining("expected single matching bean but found 2: ownHold");
	}

	static class TwoGuards {

		private final List<String> told = new CopyOnWriteArrayList<>();

		@Bean
		GuardListener oneGuard() {
			return guard("one: ");
		}

		@Bean
		GuardListener twoGuard() {
			return guard("two: ");
		}

		private GuardListener guard(String name) {
			return new GuardListener() {

				@Override
				public void refused(String what) {
					TwoGuards.this.told.add(name + what);
				}

			};
		}

	}

	static class TwoStandings {

		@Bean
		StandingSource oneStanding() {
			return (principal) -> StandingSource.Found.NOTHING;
		}

		@Bean
		StandingSource twoStanding() {
			return (principal) -> StandingSource.Found.NOTHING;
		}

	}

	static class TwoMappings {

		@Bean
		PeerMapping oneMapping() {
			return TwoMappings::nobody;
		}

		@Bean
		PeerMapping twoMapping() {
			return TwoMappings::nobody;
		}

		private static ReplPrincipal nobody(String user) {
			throw new IllegalStateException(user);
		}

	}

	static class OwnHold {

		@Bean
		RuntimeHold ownHold() {
			return (unload) -> null;
		}

	}

}
