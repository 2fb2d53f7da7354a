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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.endpoint.ProblemDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RequestRules}.
 */
@Tag("plain")
class RequestRulesTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-, 200", "same-origin, 200", "none, 200", "same-site, 403",
			"cross-site, 403", "CROSS-SITE, 403", "'', 403", "anything, 403" })
	void fetchSiteOtherThanOwnIsRefused(@Nullable String site, int status) {
		RequestFacts facts = new RequestFacts("GET", null, null, site, null, "ops:8081", "ops", 8081);
		assertThat(status(RequestRules.checkSite(facts))).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "http://ops:8081, ops:8081, ops, 8081, 200", "https://ops, ops, ops, 80, 200",
			"https://ops, ops:443, inner, 8081, 200", "https://ops, inner:8081, ops, 443, 200",
			"http://ops, ops, ops, -1, 200", "http://OPS, ops, ops, 80, 200",
			"http://[::1]:8081, [::1]:8081, [::1], 8081, 200", "http://ops:8082, ops:8081, ops, 8081, 403",
			"http://evil:8081, ops:8081, ops, 8081, 403", "http://ops.evil, ops, ops, 80, 403",
			"http://evil@ops.evil, ops, ops, 80, 403", "null, ops, ops, 80, 403", "'', ops, ops, 80, 403",
			"http://, ops, ops, 80, 403", "not a uri, ops, ops, 80, 403", "file:///etc, ops, ops, 80, 403",
			"http://ops, not a host, inner, 80, 403" })
	void originMustBeThisHost(String origin, String host, String name, int port, int status) {
		RequestFacts facts = new RequestFacts("POST", null, null, null, origin, host, name, port);
		assertThat(status(RequestRules.checkSite(facts))).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "GET, -, -, 200", "HEAD, -, -, 200", "GET, a=b, -, 200", "POST, -, application/json, 200",
					"POST, '', application/json, 200", "POST, -, application/json;charset=UTF-8, 200",
					"POST, -, APPLICATION/JSON, 200", "POST, -, -, 415", "POST, -, '', 415", "POST, -, text/plain, 415",
					"POST, -, application/x-www-form-urlencoded, 415", "POST, -, multipart/form-data;boundary=x, 415",
					"POST, -, text/plain;application/json, 415", "POST, -, 'text/plain, application/json', 415",
					"POST, -, 'application/json, text/plain', 415", "POST, -, application/*, 415",
					"POST, ttl=1, application/json, 400", "DELETE, -, -, 200", "DELETE, -, application/json, 200",
					"DELETE, -, application/x-www-form-urlencoded, 415", "DELETE, a, -, 400", "PUT, -, -, 405",
					"OPTIONS, -, -, 405", "PATCH, -, application/json, 405", "post, -, application/json, 405" })
	void shapeIsThatOfAnApiClient(String method, @Nullable String query, @Nullable String contentType, int status) {
		RequestFacts facts = new RequestFacts(method, query, contentType, null, null, null, "ops", 80);
		assertThat(status(RequestRules.checkShape(facts))).isEqualTo(status);
	}

	private static int status(@Nullable ProblemDescriptor problem) {
		return (problem != null) ? problem.status() : 200;
	}

}
