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

package dev.replboot.sample;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HowToTry}.
 */
class HowToTryTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void linesNameTheManagementPortAndTheDefaultSocketPort() {
		assertThat(new HowToTry(this.environment).lines("18081").lines()).contains(
				"  curl -u admin:admin -X POST localhost:18081/actuator/repl -H 'content-type: application/json' -d '{}'",
				"  nc 127.0.0.1 5555", "  (count (.findAll (bean 'orderRepository)))",
				"  curl -u admin:admin -X DELETE localhost:18081/actuator/repl");
	}

	@Test
	void linesNameTheConfiguredSocketPort() {
		this.environment.setProperty("repl.socket.port", "15555");
		assertThat(new HowToTry(this.environment).lines("8081").lines()).contains("  nc 127.0.0.1 15555");
	}

	@Test
	void linesPointToTheAnswerWhenTheSocketPortIsRandom() {
		this.environment.setProperty("repl.socket.port", "0");
		assertThat(new HowToTry(this.environment).lines("8081").lines())
			.contains("  nc 127.0.0.1 <the port in the answer>");
	}

}
