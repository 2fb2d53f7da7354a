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

import java.io.PrintStream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints the lines that open, use and close the REPL of this very process.
 */
@Component
class HowToTry {

	private static final int DEFAULT_SOCKET_PORT = 5555;

	private final Environment environment;

	private final PrintStream out = System.out;

	HowToTry(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		// absent without a web server, as in a test with a mock environment
		String port = this.environment.getProperty("local.management.port");
		if (port != null) {
			this.out.println(lines(port));
		}
	}

	/**
	 * Returns what to type.
	 * @param managementPort port on which the actuator listens
	 * @return the lines, joined by line feeds
	 */
	String lines(String managementPort) {
		String url = "localhost:" + managementPort + "/actuator/repl";
		return """

				Open the REPL. The response contains a token:
				  curl -u admin:admin -X POST %1$s -H 'content-type: application/json' -d '{}'
				Connect, paste the token as the first line, then a form:
				  nc 127.0.0.1 %2$s
				  (count (.findAll (bean 'orderRepository)))
				Close it:
				  curl -u admin:admin -X DELETE %1$s
				""".formatted(url, socketPort());
	}

	private String socketPort() {
		@Nullable Integer port = this.environment.getProperty("repl.socket.port", Integer.class);
		int effective = (port != null) ? port : DEFAULT_SOCKET_PORT;
		return (effective != 0) ? String.valueOf(effective) : "<the port in the answer>";
	}

}
