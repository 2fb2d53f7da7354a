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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * A running application and a client for it.
 */
final class TestApplication implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	// tables of answers have more wrong credentials in a minute than a person
	private static final String FAILURES = "repl.limits.failed-attempts=0";

	private final ConfigurableApplicationContext context;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TestApplication start(WebApplicationType type, ClassLoader loader, List<Class<?>> sources,
			List<String> properties) {
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "repl.socket.port=0",
				"spring.main.banner-mode=off", "logging.level.root=error",
				"management.endpoints.web.exposure.include=*", "management.endpoint.repl.access=unrestricted",
				"management.endpoint.health.show-details=never", FAILURES,
				// a machine that is busy with other things is no reason to refuse
				// anything
				"repl.audit.timeout=1m", "repl.revocation.timeout=1m"));
		arguments.addAll(properties);
		Map<String, String> last = new LinkedHashMap<>();
		arguments.forEach((each) -> last.put(each.substring(0, each.indexOf('=')), "--" + each));
		SpringApplicationBuilder builder = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(type)
			.registerShutdownHook(false)
			.resourceLoader(new DefaultResourceLoader(loader));
		return new TestApplication(builder.run(last.values().toArray(String[]::new)));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	Answer application(String method, String path, String... headers) {
		return send("local.server.port", method, path, null, headers);
	}

	Answer management(String method, String path, String... headers) {
		return send("local.management.port", method, path, null, headers);
	}

	/**
	 * Send JSON to the management port.
	 * @param method the HTTP method
	 * @param path the path
	 * @param authorization the header, or an empty string for none
	 * @return the answer
	 */
	Answer json(String method, String path, String authorization) {
		return authorization.isEmpty()
				? send("local.management.port", method, path, "{}", "Content-Type", "application/json")
				: send("local.management.port", method, path, "{}", "Content-Type", "application/json", "Authorization",
						authorization);
	}

	Answer body(String method, String path, String body, String... headers) {
		return send("local.management.port", method, path, body, headers);
	}

	int managementPort() {
		return Integer.parseInt(this.context.getEnvironment()
			.getProperty("local.management.port",
					this.context.getEnvironment().getRequiredProperty("local.server.port")));
	}

	private Answer send(String port, String method, String path, @Nullable String body, String... headers) {
		String number = port.equals("local.server.port")
				? this.context.getEnvironment().getRequiredProperty("local.server.port")
				: String.valueOf(managementPort());
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + path))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers().allValues("WWW-Authenticate"),
					response.headers().firstValue("Content-Type").orElse(""),
					response.headers().firstValue("Cache-Control").orElse(""),
					response.headers().firstValue("Allow").orElse("none"), response.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException(method + " " + path, ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param challenges the values of {@code WWW-Authenticate}
	 * @param contentType the content type
	 * @param cacheControl the header {@code Cache-Control}
	 * @param allow the header {@code Allow}
	 * @param body the body
	 */
	record Answer(int status, List<String> challenges, String contentType, String cacheControl, String allow,
			String body) {

		boolean succeeded() {
			return this.status >= 200 && this.status < 300;
		}

		String protection() {
			return this.status + " " + this.challenges.toString().replaceAll("127.0.0.1:[0-9]+", "");
		}

	}

}
