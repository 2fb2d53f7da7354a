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

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wherever the endpoint is put, the chain goes with it.
 */
class EndpointPathsTests {

	private static final Cell MVC = new Cell(false, false, Kind.PERMIT_ALL);

	private static final Cell MVC_PORT = new Cell(false, true, Kind.PERMIT_ALL);

	private static final Cell FLUX = new Cell(true, false, Kind.PERMIT_ALL);

	private static final Cell FLUX_PORT = new Cell(true, true, Kind.PERMIT_ALL);

	static Stream<Arguments> places() {
		return Stream.of(Arguments.of(MVC, "/app/actuator/repl", List.of("server.servlet.context-path=/app")),
				Arguments.of(MVC, "/mvc/actuator/repl", List.of("spring.mvc.servlet.path=/mvc")),
				Arguments.of(MVC, "/repl", List.of("management.endpoints.web.base-path=/")),
				Arguments.of(MVC, "/ops/door",
						List.of("management.endpoints.web.base-path=/ops",
								"management.endpoints.web.path-mapping.repl=door")),
				Arguments.of(MVC_PORT, "/admin/actuator/repl",
						List.of("management.server.base-path=/admin", "server.servlet.context-path=/app")),
				Arguments.of(MVC_PORT, "/actuator/repl", List.of("spring.mvc.servlet.path=/mvc")),
				Arguments.of(FLUX, "/app/actuator/repl", List.of("spring.webflux.base-path=/app")),
				Arguments.of(FLUX, "/ops/door",
						List.of("management.endpoints.web.base-path=/ops",
								"management.endpoints.web.path-mapping.repl=door")),
				Arguments.of(FLUX_PORT, "/admin/actuator/repl", List.of("management.server.base-path=/admin")));
	}

	@ParameterizedTest
	@MethodSource("places")
	void endpointIsGuardedWhereverItIs(Cell cell, String path, List<String> properties) {
		try (TestApplication application = cell.start(properties.toArray(String[]::new))) {
			for (String below : List.of("", "/session")) {
				for (String method : List.of("GET", "POST", "DELETE")) {
					assertThat(application.json(method, path + below, "").challenges()).as(method)
						.contains("Basic realm=\"repl\"");
					assertThat(application.json(method, path + below, Users.basic("nobody", Users.PASSWORD)).status())
						.isEqualTo(403);
				}
			}
			assertThat(application.json("GET", path, Users.basic("viewer", Users.PASSWORD)).status()).isEqualTo(200);
			assertThat(application.json("DELETE", path, Users.basic("admin", Users.PASSWORD)).status()).isEqualTo(200);
		}
	}

}
