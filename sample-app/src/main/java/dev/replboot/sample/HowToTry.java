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

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints the lines to try once the service is up.
 */
@Component
class HowToTry {

	private final Environment environment;

	HowToTry(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		String port = this.environment.getProperty("local.management.port",
				this.environment.getProperty("local.server.port", "8081"));
		String socket = this.environment.getProperty("repl.socket.port", "5555");
		String endpoint = "localhost:" + port + "/actuator/repl";
		String text = """

				The order service is up. Try its REPL:

				  curl -u admin:admin -X POST %1$s -H 'content-type: application/json' -d '{}'
				  nc 127.0.0.1 %2$s
				  # first line: the token; then for example
				  (count (.findAll (bean 'orderRepository)))
				  curl -u admin:admin -X DELETE %1$s
				""".formatted(endpoint, "0".equals(socket) ? "PORT   # see the answer above" : socket);
		System.out.println(text);
	}

}
