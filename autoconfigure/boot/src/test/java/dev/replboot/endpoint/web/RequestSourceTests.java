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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerHttpBasicAuthenticationConverter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RequestSource}: whatever Spring Security takes for a name and a
 * password is counted under that name.
 */
@Tag("plain")
class RequestSourceTests {

	private static final List<String> SCHEMES = List.of("Basic", "basic", "BASIC", "bAsIc", "Basi", "Basics", "Bearer",
			"Digest");

	private static final List<String> SEPARATORS = List.of(" ", "", "  ", "\t", "\t ", " \t", "X", ":", "=", "\u00a0",
			"\u0001", "é");

	private static final List<String> CREDENTIALS = List.of("ann:secret", "ann:", ":secret", "ann", "a:b:c", " ann :x",
			"ünï:日本", "");

	private final BasicAuthenticationConverter servlet = new BasicAuthenticationConverter();

	private final ServerHttpBasicAuthenticationConverter reactive = new ServerHttpBasicAuthenticationConverter();

	@Test
	void whateverIsTakenForAPasswordIsCountedUnderItsName() {
		int names = 0;
		for (String scheme : SCHEMES) {
			for (String separator : SEPARATORS) {
				for (String credentials : CREDENTIALS) {
					String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
					for (String header : List.of(scheme + separator + encoded, " " + scheme + separator + encoded + " ",
							scheme + separator + credentials)) {
						names += check(header, servletName(header)) + check(header, reactiveName(header));
					}
				}
			}
		}
		assertThat(names).isGreaterThan(100);
	}

	private static int check(String header, String name) {
		if (name.isEmpty()) {
			return 0;
		}
		RequestSource source = RequestSource.of("192.0.2.1", header);
		assertThat(source.kind()).as(header).isEqualTo("basic");
		assertThat(source.name()).as(header).isEqualTo(name);
		return 1;
	}

	private String servletName(String header) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader(HttpHeaders.AUTHORIZATION, header);
		try {
			UsernamePasswordAuthenticationToken token = this.servlet.convert(request);
			return (token != null) ? token.getName() : "";
		}
		catch (AuthenticationException ex) {
			return "";
		}
	}

	private String reactiveName(String header) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("/").header(HttpHeaders.AUTHORIZATION, header));
		Authentication token = this.reactive.convert(exchange).block();
		return (token != null) ? token.getName() : "";
	}

}
