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

package dev.replboot.listener;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lines to copy that GET and the answer to the POST have for each listener.
 */
class ConnectLinesTests {

	@Test
	void portsHaveALineForEachClientAndATunnel() {
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0")) {
			int socket = port(repl, "socket");
			assertThat(lines(repl, "socket")).anyMatch((line) -> line.equals("nc 127.0.0.1 " + socket))
				.anyMatch((line) -> line.startsWith("ssh -L " + socket + ":127.0.0.1:" + socket + " "))
				.hasSize(2);
			int prepl = port(repl, "prepl");
			assertThat(lines(repl, "prepl"))
				.anyMatch((line) -> line.startsWith("(clojure.core.server/remote-prepl \"127.0.0.1\" " + prepl))
				.anyMatch((line) -> line.equals("nc 127.0.0.1 " + prepl))
				.anyMatch((line) -> line.startsWith("ssh -L " + prepl + ":127.0.0.1:" + prepl + " "));
			int nrepl = port(repl, "nrepl");
			assertThat(lines(repl, "nrepl"))
				.allMatch((line) -> line.contains("evaluate the token first")
						|| line.contains("any of these, to 127.0.0.1:" + nrepl))
				.anyMatch((line) -> line.startsWith("lein repl :connect 127.0.0.1:" + nrepl + " "))
				.anyMatch((line) -> line.startsWith("(cider-connect-clj '(:host \"127.0.0.1\" :port " + nrepl + "))"))
				.anyMatch((line) -> line.startsWith("127.0.0.1:" + nrepl + "  # Calva"))
				.anyMatch((line) -> line.startsWith(":ConjureConnect 127.0.0.1 " + nrepl + " "))
				.anyMatch((line) -> line.startsWith("ssh -L " + nrepl + ":127.0.0.1:" + nrepl + " "))
				.hasSize(5);
		}
	}

	@Test
	void socketFilesHaveATunnelToAPortAsWell(@TempDir Path folder) {
		Path files = folder.resolve("own");
		try (TestRepl repl = TestRepl.open("repl.socket.path=" + files.resolve("r.sock"), "repl.nrepl.enabled=true",
				"repl.nrepl.path=" + files.resolve("n.sock"), "repl.prepl.enabled=true",
				"repl.prepl.path=" + files.resolve("p.sock"))) {
			assertThat(lines(repl, "socket")).anyMatch((line) -> line.equals("nc -U " + files.resolve("r.sock")))
				.anyMatch((line) -> line
					.startsWith("ssh -o StreamLocalBindUnlink=yes -L ./r.sock:" + files.resolve("r.sock")))
				.anyMatch((line) -> line.startsWith("ssh -L 5555:" + files.resolve("r.sock") + " "));
			assertThat(lines(repl, "prepl")).anyMatch((line) -> line.equals("nc -U " + files.resolve("p.sock")))
				.anyMatch((line) -> line.startsWith("ssh -L 7889:" + files.resolve("p.sock") + " ")
						&& line.contains("remote-prepl \"127.0.0.1\" 7889"));
			assertThat(lines(repl, "nrepl"))
				.anyMatch((line) -> line.startsWith("(cider-connect-clj '(:host \"local-unix-domain-socket\" :port \""
						+ files.resolve("n.sock") + "\"))"))
				.anyMatch((line) -> line.startsWith("ssh -L 7888:" + files.resolve("n.sock") + " "));
		}
	}

	@Test
	void addressWithColonsHasBrackets() {
		assertThat(BoundServer.hostAndPort("::1", 7888)).isEqualTo("[::1]:7888");
		assertThat(BoundServer.hostAndPort("127.0.0.2", 7888)).isEqualTo("127.0.0.2:7888");
	}

	private static int port(TestRepl repl, String protocol) {
		return repl.address(protocol).port();
	}

	private static List<String> lines(TestRepl repl, String protocol) {
		return repl.address(protocol).connect();
	}

}
