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

package dev.replboot.endpoint.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;

import dev.replboot.access.AttemptThrottle;
import dev.replboot.access.Denial;
import dev.replboot.access.Peer;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplRole;
import dev.replboot.endpoint.ProblemDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link EndpointGate}.
 */
@Tag("plain")
class EndpointGateTests {

	private final List<Denial> denials = new ArrayList<>();

	private final ReplAuthorities authorities = new ReplAuthorities("REPL_VIEWER", "REPL_USER", "REPL_ADMIN",
			"REPL_AUDITOR");

	private final AttemptThrottle throttle = new AttemptThrottle(3, 10);

	private final EndpointGate gate = new EndpointGate(this.authorities, new NullRoleHierarchy(), this.denials::add,
			this.throttle);

	private final RequestSource nowhere = RequestSource.of(null, null);

	@ParameterizedTest
	@CsvSource({ "ROLE_REPL_VIEWER, GET, true", "ROLE_REPL_VIEWER, HEAD, true", "ROLE_REPL_VIEWER, POST, false",
			"ROLE_REPL_VIEWER, DELETE, false", "ROLE_REPL_USER, POST, true", "ROLE_REPL_USER, DELETE, true",
			"ROLE_REPL_USER, GET, true", "ROLE_REPL_ADMIN, POST, true", "ROLE_ADMIN, GET, false",
			"REPL_ADMIN, GET, false" })
	void roleDecidesByMethod(String authority, String method, boolean admitted) {
		Authentication caller = new TestingAuthenticationToken("ann", "", authority);
		assertThat(this.gate.admits(caller, method)).isEqualTo(admitted);
		if (admitted) {
			assertThat(this.gate.guard(caller, method, this.nowhere).getName()).isEqualTo("ann");
		}
		else {
			assertThatExceptionOfType(AccessDeniedException.class)
				.isThrownBy(() -> this.gate.guard(caller, method, this.nowhere));
		}
	}

	@Test
	void anonymousWithTheRoleIsNotAdmitted() {
		Authentication anonymous = new AnonymousAuthenticationToken("key", "anonymous",
				AuthorityUtils.createAuthorityList("ROLE_REPL_ADMIN"));
		assertThat(this.gate.admits(anonymous, "GET")).isFalse();
		assertThat(this.gate.admits(null, "GET")).isFalse();
		assertThatExceptionOfType(AuthenticationCredentialsNotFoundException.class)
			.isThrownBy(() -> this.gate.guard(anonymous, "GET", this.nowhere));
	}

	@Test
	void hierarchyReachesTheOperations() {
		EndpointGate ops = new EndpointGate(this.authorities,
				RoleHierarchyImpl.fromHierarchy("ROLE_OPS > ROLE_REPL_ADMIN"), this.denials::add, this.throttle);
		Authentication caller = new TestingAuthenticationToken("ann", "", "ROLE_OPS");
		assertThat(this.authorities.has(ops.guard(caller, "POST", this.nowhere).replPrincipal(), ReplRole.ADMIN))
			.isTrue();
	}

	@Test
	void refusalsAreReportedAndSayWhatToDo() {
		Authentication caller = new TestingAuthenticationToken("ann", "", "ROLE_OTHER");
		AuthenticationException wrong = new BadCredentialsException("wrong");
		RequestSource basic = RequestSource.of("192.0.2.1",
				"Basic " + HttpHeaders.encodeBasicAuth("mallory", "secret", null));
		RequestSource none = RequestSource.of("192.0.2.1", null);
		assertThat(this.gate.forbidden(caller, "POST", null, basic).detail()).contains("ann may not", "ROLE_REPL_USER",
				"repl.roles.user");
		assertThat(this.gate.unauthenticated(wrong, true, basic, this.gate.attempt(basic)).status()).isEqualTo(401);
		assertThat(this.gate.unauthenticated(wrong, true, none, this.gate.attempt(none)).detail()).contains("curl -u");
		assertThat(this.denials).extracting(Denial::reason)
			.containsExactly(Denial.Reason.ROLE, Denial.Reason.CREDENTIALS, Denial.Reason.ANONYMOUS);
		assertThat(this.denials).extracting(Denial::principal).containsExactly("ann", null, null);
		assertThat(this.denials).extracting(Denial::attempted).containsExactly(null, "mallory", null);
		assertThat(this.denials).allSatisfy((denial) -> assertThat(denial.peer()).isEqualTo(Peer.at("192.0.2.1")));
	}

	@Test
	void outageIsReportedAndNeitherCountedNorExplained() {
		RequestSource bearer = RequestSource.of("192.0.2.1", "Bearer value");
		for (int i = 0; i < 5; i++) {
			AttemptThrottle.Attempt attempt = Objects.requireNonNull(this.gate.attempt(bearer));
			ProblemDescriptor problem = this.gate.unavailable(new IllegalStateException("idp-1.internal"), bearer);
			attempt.end();
			assertThat(problem.status()).isEqualTo(503);
			assertThat(problem.detail()).contains("Try again").doesNotContain("idp-1");
		}
		assertThat(Objects.requireNonNull(this.gate.attempt(bearer)).isRefused()).isFalse();
		assertThat(this.denials).extracting(Denial::reason).containsOnly(Denial.Reason.UNAVAILABLE).hasSize(5);
	}

}
