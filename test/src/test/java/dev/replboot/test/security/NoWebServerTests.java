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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without a web server, a worker for example.
 */
@ExtendWith(OutputCaptureExtension.class)
class NoWebServerTests {

	@Test
	void allowedEndpointWarnsOnceThatItNeedsAServer(CapturedOutput output) {
		start("logging.level.dev.replboot=info").close();
		assertThat(output).containsOnlyOnce("The endpoint repl needs a web server")
			.contains("WARN")
			.contains("--repl.twin")
			.contains("spring-boot-starter-webmvc");
	}

	@Test
	void endpointThatWasNotAllowedIsNotSpokenOf(CapturedOutput output) {
		start("logging.level.dev.replboot=info", "management.endpoint.repl.access=none").close();
		assertThat(output).doesNotContain("repl needs");
	}

	private static TestApplication start(String... properties) {
		return TestApplication.start(WebApplicationType.NONE, NoWebServerTests.class.getClassLoader(),
				List.of(ServletApplications.Plain.class), List.of(properties));
	}

}
