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

package dev.replboot.test.security;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.replboot.test.security.TestApplication.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's own rules are demanded at the endpoint as well.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationRulesTests {

	private static final String REPL = "/actuator/repl";

	private static final String ADMIN = Users.basic("admin", Users.PASSWORD);

	private static final String BOTH = Users.basic("both", Users.PASSWORD);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void factorsThatTheApplicationDemandsAreDemandedOfEveryOperation(boolean reactive) {
		try (TestApplication application = start(reactive,
				reactive ? ReactiveRuleApplications.Factors.class : ServletRuleApplications.Factors.class)) {
			assertThat(application.application("GET", "/hello", "Authorization", ADMIN).succeeded()).isFalse();
			for (String method : List.of("GET", "POST", "DELETE")) {
				for (String path : List.of(REPL, REPL + "/session", REPL + "/audit")) {
					assertThat(application.json(method, path, "").status()).isEqualTo(401);
					Answer password = application.json(method, path, ADMIN);
					assertProblem(password, 403, "FACTOR_OTT");
					assertThat(password.body()).doesNotContain("FACTOR_PASSWORD", "may not", "the required authority");
				}
			}
			assertProblem(application.json("POST", REPL, Users.basic("nobody", Users.PASSWORD)), 403, "ROLE_REPL_ADMIN",
					"ROLE_REPL_USER", "FACTOR_OTT");
		}
	}

	@Test
	void factorsDemandedByTheApplicationsFactoryCountWhereNoChainAsksForThem() {
		try (TestApplication application = start(false, ServletRuleApplications.FactorsOfTheFactory.class)) {
			assertThat(application.application("GET", "/hello").status()).isEqualTo(200);
			assertProblem(application.json("POST", REPL, ADMIN), 403, "FACTOR_OTT");
		}
		try (TestApplication application = start(true, ReactiveRuleApplications.FactorsOfTheFactory.class)) {
			assertThat(application.application("GET", "/hello").status()).isEqualTo(200);
			assertProblem(application.json("POST", REPL, ADMIN), 403, "FACTOR_OTT");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void chainForTheEndpointsIsAskedAndItsFiltersAreWarnedOf(boolean reactive, CapturedOutput output) {
		try (TestApplication application = start(reactive,
				reactive ? ReactiveRuleApplications.Endpoints.class : ServletRuleApplications.Endpoints.class,
				"management.server.port=0", "management.server.base-path=/admin")) {
			assertThat(application.management("GET", "/admin/actuator/info", "Authorization", ADMIN).status())
				.isEqualTo(403);
			assertProblem(application.json("POST", "/admin" + REPL, ADMIN), 403, "'endpointsChain'", "ROLE_ACTUATOR",
					"admin");
			assertProblem(application.json("DELETE", "/admin" + REPL + "/session", ADMIN), 403, "ROLE_ACTUATOR");
			assertThat(application.json("GET", "/admin" + REPL, BOTH).status()).isEqualTo(200);
			assertThat(application.json("DELETE", "/admin" + REPL, BOTH).status()).isEqualTo(200);
			assertThat(application.application("GET", "/hello", "Authorization", ADMIN).status()).isEqualTo(200);
		}
		assertThat(output.toString().split("matches the endpoint repl", -1)).hasSize(2);
		assertThat(output).contains("'endpointsChain' matches the endpoint repl")
			.contains(reactive ? "'replSecurityWebFilterChain'" : "'replSecurityFilterChain'")
			.contains("OwnFilter")
			.doesNotContain("'rest' matches");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ruleAboutAddressesOnTheBasePathCountsForTheForwardedAddress(boolean reactive, CapturedOutput output) {
		String base = reactive ? "spring.webflux.base-path=/app" : "server.servlet.context-path=/app";
		try (TestApplication application = start(reactive,
				reactive ? ReactiveRuleApplications.Addresses.class : ServletRuleApplications.Addresses.class, base,
				"management.endpoints.web.base-path=/ops", "server.forward-headers-strategy=framework")) {
			String repl = "/app/ops/repl";
			assertProblem(application.json("POST", repl, ADMIN), 403, "'ops'", "denied");
			assertThat(application
				.body("POST", repl, "{}", "Content-Type", "application/json", "Authorization", ADMIN, "X-Forwarded-For",
						"192.168.1.1")
				.status()).isEqualTo(403);
			Answer forwarded = application.body("DELETE", repl, "{}", "Content-Type", "application/json",
					"Authorization", ADMIN, "X-Forwarded-For", "10.1.2.3", "X-Forwarded-Proto", "https",
					"X-Forwarded-Host", "ops.example.com", "Origin", "https://ops.example.com");
			assertThat(forwarded.status()).as(forwarded.body()).isEqualTo(200);
		}
		assertThat(output).doesNotContain("matches the endpoint repl");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void customizerChangesTheChainAndNeverOpensIt(boolean reactive) {
		try (TestApplication application = start(reactive,
				reactive ? ReactiveRuleApplications.Customizers.class : ServletRuleApplications.Customizers.class,
				"repl.http-basic=false")) {
			// taken away
			Answer basic = application.json("GET", REPL, ADMIN);
			assertThat(basic.status()).isEqualTo(401);
			assertThat(basic.challenges()).isEmpty();
			assertThat(basic.body()).doesNotContain("curl -u");
			assertThat(application.json("GET", REPL, "").body()).doesNotContain("curl -u");
			// added: a way to authenticate, and a demand
			assertThat(application.management("GET", REPL, "X-User", "admin").status()).isEqualTo(200);
			assertThat(application.management("GET", REPL, "X-User", "admin", "X-Blocked", "yes").status())
				.isEqualTo(403);
			// permitted for all by the customizer, and yet
			assertThat(application.management("GET", REPL, "X-User", "nobody").status()).isEqualTo(403);
			assertThat(application.management("GET", REPL).status()).isEqualTo(401);
			// the chain goes on to be the endpoint's alone
			assertThat(application.application("GET", "/hello", "X-User", "admin").status()).isEqualTo(401);
			assertThat(application.application("GET", "/hello", "Authorization", ADMIN).status()).isEqualTo(200);
		}
	}

	private static TestApplication start(boolean reactive, Class<?> configuration, String... more) {
		List<String> properties = new ArrayList<>(List.of("logging.level.dev.replboot=warn"));
		if (reactive) {
			properties.add("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT));
		}
		properties.addAll(List.of(more));
		return TestApplication.start(reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET,
				ApplicationRulesTests.class.getClassLoader(), List.of(configuration), properties);
	}

	private static void assertProblem(Answer answer, int status, String... texts) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.body()).contains(texts);
	}

}
