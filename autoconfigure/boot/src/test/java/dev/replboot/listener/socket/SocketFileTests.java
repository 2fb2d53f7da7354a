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

package dev.replboot.listener.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.listener.UnixBinder;
import dev.replboot.testsupport.OsUser;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The socket file: who can get at it, what stands in its way, when it goes.
 */
@EnabledOnOs(OS.LINUX)
class SocketFileTests {

	@TempDir
	private Path temp;

	private Path folder() {
		return this.temp.resolve("private");
	}

	private Path file() {
		return folder().resolve("r.sock");
	}

	private TestRepl open() {
		return TestRepl.open("repl.socket.path=" + file());
	}

	private void assertRefuses(String... words) {
		try (TestRepl repl = TestRepl.closed("repl.socket.path=" + file())) {
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
				.satisfies((ex) -> assertThat(ex.getSentence()).contains("repl.socket.path").contains(words));
		}
	}

	private void makeFolder(String permissions) throws IOException {
		Files.createDirectory(folder());
		Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString(permissions));
	}

	@Test
	void openEvaluatesAndClosingRemovesTheFile() throws IOException {
		try (TestRepl repl = open()) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder()))).isEqualTo("rwx------");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
			String answer = OsUser.run(repl.token(TestPrincipal.USER) + "\n(:peer (who))\n(* 1001 7)\n",
					List.of("nc", "-N", "-U", file().toString()));
			assertThat(answer).contains(":user \"" + System.getProperty("user.name") + "\"", file().toString(),
					"user=> 7007");
			assertThat(repl.address().port()).isNull();
			assertThat(repl.address().connect()).contains("nc -U " + file())
				.anyMatch((line) -> line.startsWith("ssh -o StreamLocalBindUnlink=yes -L ./r.sock:" + file()));
			repl.lifecycle().close(TestPrincipal.ADMIN);
			assertThat(file()).doesNotExist();
			// one of an earlier test may be about to end
			Awaitility.await()
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().equals("repl-peer")));
		}
	}

	@Test
	void noTokenNoSession() {
		try (TestRepl repl = open()) {
			assertThat(OsUser.run("(* 1001 7)\n", List.of("nc", "-N", "-U", file().toString())))
				.contains("no valid token")
				.doesNotContain("user=> 7007");
		}
	}

	@Test
	void anotherUserCanNotConnect() {
		try (OsUser bob = OsUser.make("replfile"); TestRepl repl = open()) {
			assertThat(bob.runs(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", "nc", "-N", "-U", file().toString()))
				.contains("Permission denied");
		}
	}

	@Test
	void folderThatOthersCanEnterIsRefused() throws IOException {
		makeFolder("rwxr-xr-x");
		assertRefuses("rwxr-xr-x", "chmod 700");
		assertThat(file()).doesNotExist();
	}

	@Test
	void folderThatIsALinkIsRefused() throws IOException {
		Files.createSymbolicLink(folder(), Files.createDirectory(this.temp.resolve("elsewhere")));
		assertRefuses("symbolic link");
		assertThat(this.temp.resolve("elsewhere")).isEmptyDirectory();
	}

	@Test
	void folderOfAnotherUserIsRefused() throws IOException {
		try (OsUser bob = OsUser.make("replfile")) {
			makeFolder("rwx------");
			OsUser.run("", List.of("chown", "replfile", folder().toString()));
			assertRefuses("is of user replfile");
		}
	}

	@Test
	void folderThatOthersCanExchangeIsRefused() throws IOException {
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwxrwxrwx"));
		makeFolder("rwx------");
		assertRefuses("can exchange", this.temp.toString());
	}

	@Test
	void folderWithoutAParentIsRefused() {
		try (TestRepl repl = TestRepl.closed("repl.socket.path=" + this.temp.resolve("a/b/r.sock"))) {
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
				.withMessageContaining("doesn't exist");
		}
	}

	@Test
	void fileOfAProcessThatIsGoneIsReplaced() throws IOException {
		makeFolder("rwx------");
		ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file())).close();
		assertThat(file()).exists();
		try (TestRepl repl = open()) {
			assertThat(OsUser.run(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n",
					List.of("nc", "-N", "-U", file().toString())))
				.contains("user=> 7007");
		}
	}

	@Test
	void fileWhereSomebodyListensIsLeftAlone() throws IOException {
		makeFolder("rwx------");
		try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			other.bind(UnixDomainSocketAddress.of(file()));
			assertRefuses("another process listens there");
			assertThat(file()).exists();
		}
	}

	@Test
	void fileThatIsNoSocketIsLeftAlone() throws IOException {
		makeFolder("rwx------");
		Files.writeString(file(), "precious");
		assertRefuses("something else than a socket");
		assertThat(file()).hasContent("precious");
	}

	@Test
	void linkInPlaceOfTheFileIsLeftAlone() throws IOException {
		makeFolder("rwx------");
		Path precious = Files.writeString(this.temp.resolve("precious"), "precious");
		Files.createSymbolicLink(file(), precious);
		assertRefuses("something else than a socket");
		assertThat(precious).hasContent("precious");
	}

	@Test
	void longestPathIsBound() throws IOException {
		int room = UnixBinder.MAX_PATH_BYTES - UnixBinder.length(folder()) - 1;
		Path longest = folder().resolve("x".repeat(room));
		try (TestRepl repl = TestRepl.open("repl.socket.path=" + longest)) {
			assertThat(longest).exists();
			assertThat(repl.address().path()).hasSize(UnixBinder.MAX_PATH_BYTES);
		}
	}

}
