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

package dev.replboot.access.peer;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.access.Peer;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link PeerRule}.
 */
@Tag("plain")
class PeerRuleTests {

	private static final Collection<String> NOBODY = List.of();

	private final PeerRule rule = new PeerRule(PeerRequirement.MAPPED, NOBODY, (user) -> null,
			new ReplAuthorities("REPL_VIEWER", "REPL_USER", "REPL_ADMIN", "REPL_AUDITOR"));

	private final Peer peer = Peer.at("127.0.0.1");

	@Test
	void tokenOfTheSamePrincipalIsAccepted() {
		assertThatNoException().isThrownBy(() -> require(somebody("ann", "users"), somebody("ann", "users")));
		assertThatNoException().isThrownBy(() -> this.rule.requireSame(this.peer, null, somebody("ann", "users")));
	}

	@Test
	void tokenOfANamesakeFromAnotherSourceIsRefused() {
		assertThatExceptionOfType(PeerRefusedException.class)
			.isThrownBy(() -> require(somebody("ann", "users"), somebody("ann", "jwt https://idp.example")))
			.withMessageContaining("ann (jwt https://idp.example)")
			.withMessageContaining("ann (users)")
			.withMessageContaining("repl.peer.require=mapped");
	}

	@Test
	void tokenOfAnotherIsRefused() {
		assertThatExceptionOfType(PeerRefusedException.class)
			.isThrownBy(() -> require(somebody("ann", "users"), somebody("bob", "users")))
			.withMessageContaining("The token is of bob");
	}

	@Test
	void mappingThatTellsNoSourceIsComparedByName() {
		assertThatNoException()
			.isThrownBy(() -> require(somebody("ann", ReplPrincipal.UNTOLD), somebody("ann", "users")));
		assertThatExceptionOfType(PeerRefusedException.class)
			.isThrownBy(() -> require(somebody("ann", ReplPrincipal.UNTOLD), somebody("bob", "users")));
	}

	private void require(ReplPrincipal mapped, ReplPrincipal owner) {
		this.rule.requireSame(this.peer, mapped, owner);
	}

	private static ReplPrincipal somebody(String name, String source) {
		return new Somebody(name, source, Set.of());
	}

	/**
	 * Somebody.
	 *
	 * @param name the name
	 * @param source where it comes from
	 * @param authorities the authorities
	 */
	private record Somebody(String name, String source, Set<String> authorities) implements ReplPrincipal {

		@Override
		public Runnable enter() {
			return () -> {
			};
		}

	}

}
