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

package dev.replboot.test.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

import dev.replboot.audit.AuditTrail;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.web.WebHost;

/**
 * A running application that answers the same request twice: over HTTP, and to a call.
 */
final class CallOracle implements AutoCloseable {

	static final Map<String, String> FORM = Map.of("content-type", "application/x-www-form-urlencoded");

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	// what the connection adds, and a session's cookie, which a call doesn't have
	private static final Set<String> TRANSPORT = Set.of("date", "connection", "keep-alive", "transfer-encoding",
			"content-length");

	private final ConfigurableApplicationContext context;

	private final WebHost web;

	private CallOracle(ConfigurableApplicationContext context) {
		this.context = context;
		this.web = new WebHost(context, new KitAudit(context.getBean(AuditTrail.class)));
	}

	static CallOracle start(WebApplicationType type, Class<?> source, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(source).web(type).registerShutdownHook(false);
		builder.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=off",
				"management.endpoints.web.exposure.include=repl", "management.endpoint.repl.access=unrestricted",
				"repl.socket.port=0", "spring.web.error.include-message=always");
		builder.properties(properties);
		return new CallOracle(builder.run());
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	Map<String, @Nullable Object> call(String method, String path, Map<String, ?> options) throws Exception {
		return this.web.call(method, path, options);
	}

	/**
	 * The answer of a call in the shape of {@link #http}.
	 */
	List<Object> called(String method, String path, Map<String, String> headers, String body) throws Exception {
		Map<String, @Nullable Object> answer = call(method, path, Map.of("headers", headers, "body", body));
		Map<String, Object> shown = new TreeMap<>();
		((Map<?, ?>) Objects.requireNonNull(answer.get("headers"))).forEach((name, value) -> {
			if (!TRANSPORT.contains(String.valueOf(name))) {
				shown.put(String.valueOf(name), value);
			}
		});
		return List.of(Objects.requireNonNull(answer.get("status")), shown,
				timeless(String.valueOf(answer.get("body"))));
	}

	List<Object> http(String method, String path, Map<String, String> headers, String body) throws Exception {
		URI uri = URI
			.create("http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
		headers.forEach(request::header);
		if (!headers.containsKey("accept")) {
			request.header("accept", "application/json, */*");
		}
		if (!body.isEmpty() && !headers.containsKey("content-type")) {
			request.header("content-type", "application/json");
		}
		HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
		Map<String, Object> shown = new TreeMap<>();
		answer.headers().map().forEach((name, values) -> {
			// Netty writes the name of an attribute in its own way
			List<String> kept = values.stream()
				.filter((value) -> !value.contains("SESSION"))
				.map((value) -> value.replace("HTTPOnly", "HttpOnly"))
				.toList();
			String key = name.toLowerCase(Locale.ROOT);
			if (!TRANSPORT.contains(key) && !kept.isEmpty()) {
				shown.put(key, (key.equals("set-cookie") && kept.size() > 1) ? kept : String.join(", ", kept));
			}
		});
		return List.of(answer.statusCode(), shown, timeless(answer.body()));
	}

	/**
	 * Assert that a call gets the server's answer.
	 */
	void same(SoftAssertions all, String method, String path, Map<String, String> headers, String body)
			throws Exception {
		all.assertThat(called(method, path, headers, body))
			.as(method + " " + path + " " + headers + " " + body)
			.isEqualTo(http(method, path, headers, body));
	}

	static void signIn(String name, String... authorities) {
		SecurityContextHolder.getContext()
			.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, null,
					AuthorityUtils.createAuthorityList(authorities)));
	}

	private static String timeless(String body) {
		return body.replaceAll("\"timestamp\":\\s*\"[^\"]*\"", "\"timestamp\":\"\"")
			.replaceAll("\"requestId\":\\s*\"[^\"]*\"", "\"requestId\":\"\"")
			.replaceAll("<div id='created'>[^<]*</div>(?:<div>\\[[^\\]]*])?", "");
	}

	@Override
	public void close() {
		this.context.close();
	}

}
