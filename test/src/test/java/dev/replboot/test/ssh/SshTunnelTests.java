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

package dev.replboot.test.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.test.sample.SampleProcess;
import dev.replboot.testsupport.FreePort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Through an SSH tunnel the application sees who logged in, whoever uses the local end.
 */
@Timeout(240)
class SshTunnelTests {

	@TempDir
	private static Path folder;

	private static SshServer server;

	@BeforeAll
	static void start() throws IOException {
		assumeTrue("root".equals(System.getProperty("user.name")), "only root can make users and serve them");
		assumeTrue(Files.isExecutable(SshServer.PROGRAM), "openssh-server is not installed");
		server = new SshServer(folder);
		server.makeUser("replalice");
		server.makeUser("replbob");
		server.admitRoot();
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void tunnelToAPortTheLoginUserIsSeenAndAnUnlistedOneRefused() throws Exception {
		try (SampleProcess sample = SampleProcess.start("--repl.peer.require=listed", "--repl.peer.users=replalice")) {
			String alice = talkThroughPort(sample, "replalice");
			assertThat(alice).contains("You are dev, connected as replalice (uid ", ":user \"replalice\"");
			String bob = talkThroughPort(sample, "replbob");
			assertThat(bob).contains("You are replbob (uid ", "repl.peer.users").doesNotContain("user=>");
		}
	}

	private static String talkThroughPort(SampleProcess sample, String user) throws IOException {
		int port = FreePort.find();
		sample.token("admin");
		server.tunnel(user, port + ":127.0.0.1:" + sample.socketPort());
		return SshServer.talk(sample.token("dev") + "\n(:peer (who))\n", "nc", "-N", "127.0.0.1", String.valueOf(port));
	}

	@Test
	void tunnelToASocketFileTheLoginUserIsSeenAndOthersAreKeptOut() throws Exception {
		Path file = folder.resolve("private/r.sock");
		try (SampleProcess sample = SampleProcess.start("--repl.socket.path=" + file)) {
			sample.token("admin");
			Path local = folder.resolve("local.sock");
			server.tunnel("root", local + ":" + file);
			String root = SshServer.talk(sample.token("dev") + "\n(:peer (who))\n", "nc", "-N", "-U", local.toString());
			assertThat(root).contains("You are dev, connected as root (uid 0), " + file, ":user \"root\"");
			Path others = folder.resolve("others.sock");
			server.tunnel("replbob", others + ":" + file);
			Awaitility.await().untilAsserted(() -> assertThat(others).exists());
			assertThat(SshServer.run(sample.token("dev") + "\n(:peer (who))\n", "nc", "-N", "-U", others.toString()))
				.doesNotContain("user=>");
			assertThat(sample.request("GET", sample.endpoint(), "viewer", "").body()).contains("\"nc -U " + file);
		}
	}

}
