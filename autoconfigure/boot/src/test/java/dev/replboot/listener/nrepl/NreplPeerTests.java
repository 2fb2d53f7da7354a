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

package dev.replboot.listener.nrepl;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.access.Denial.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is demanded of the operating system's user holds for editors too.
 */
@EnabledOnOs(OS.LINUX)
class NreplPeerTests {

	private static final String SELF = System.getProperty("user.name");

	@TempDir
	private Path folder;

	@Test
	void userOfTheConnectionIsOnTheSessionAndOnRecord() {
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.peer.require=same-user"); NreplClient client = NreplClient.login(repl)) {
			assertThat(client.eval(client.newSession(), "(:user (:peer (who)))")).containsExactly('"' + SELF + '"');
			assertThat(repl.events(AuditType.REPL_SESSION_STARTED)).isNotEmpty()
				.allSatisfy((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("peerUser", SELF));
		}
	}

	@Test
	void userWhoIsNotListedIsRefusedInTheProtocolsOwnWords() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.nrepl.enabled=true",
				"repl.nrepl.port=0", "repl.peer.require=listed", "repl.peer.users=somebody-else");
				NreplClient client = NreplClient.connect(repl)) {
			List<Map<String, Object>> answers = client.roundTrip("op", "eval", "code", repl.token(TestPrincipal.ADMIN));
			assertThat(answers.toString()).contains("repl.peer.users").contains("refused");
			assertThat(client.read()).isNull();
			assertThat(repl.events(AuditType.REPL_SESSION_STARTED)).isEmpty();
			Awaitility.await().untilAsserted(() -> assertThat(Denials.of(repl)).singleElement().satisfies((denial) -> {
				assertThat(denial.reason()).isNotEqualTo(Reason.TOKEN);
				assertThat(denial.protocol()).isEqualTo("nrepl");
			}));
		}
	}

	@Test
	@Timeout(180)
	void listensOnASocketFile() throws Exception {
		Path file = this.folder.resolve("private/nrepl.sock");
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.path=" + file)) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
				client.write(message(repl.token(TestPrincipal.ADMIN)));
				client.write(message("(* 6 7)"));
				assertThat(readUntil(client, "5:value2:42")).contains("connected as " + SELF);
			}
		}
		assertThat(file).doesNotExist();
	}

	private static ByteBuffer message(String code) {
		return ByteBuffer.wrap(Bencode.encode(Map.of("id", "1", "op", "eval", "code", code)));
	}

	private static String readUntil(SocketChannel client, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		ByteBuffer buffer = ByteBuffer.allocate(8192);
		while (text.indexOf(end) < 0 && client.read(buffer) != -1) {
			text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
			buffer.clear();
		}
		return text.toString();
	}

}
