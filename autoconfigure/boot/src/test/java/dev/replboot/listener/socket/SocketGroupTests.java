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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.testsupport.OsUser;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The socket file that a group of colleagues may use.
 */
@EnabledOnOs(OS.LINUX)
class SocketGroupTests {

	private static final String GROUP = "replgroup";

	private static OsUser member;

	private static OsUser other;

	@TempDir
	private Path temp;

	@BeforeAll
	static void makeUsers() {
		member = OsUser.make("replmember");
		other = OsUser.make("replother");
		OsUser.administer("groupadd", "-f", GROUP);
		OsUser.administer("usermod", "-aG", GROUP, "replmember");
	}

	@AfterAll
	static void removeUsers() {
		if (member != null && other != null) {
			member.close();
			other.close();
			OsUser.administer("groupdel", GROUP);
		}
	}

	private Path folder() {
		return this.temp.resolve("shared");
	}

	private Path file() {
		return folder().resolve("r.sock");
	}

	private String[] properties(String require) {
		return new String[] { "repl.socket.path=" + file(), "repl.socket.path-group=" + GROUP,
				"repl.peer.require=" + require };
	}

	private void letPass() throws IOException {
		// others have to get as far as the folder
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private String connects(String user, String groups, String input) {
		return OsUser.run(input,
				List.of("setpriv", "--reuid=" + user, "--regid=" + user, groups, "nc", "-N", "-U", file().toString()));
	}

	@Test
	void memberIsMappedWithoutATokenAndNobodyElseConnects() throws IOException {
		letPass();
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Users.class }, properties("mapped"))) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder()))).isEqualTo("rwx--x---");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-rw----");
			assertThat(connects("replmember", "--init-groups", "(:principal (who))\n(* 1001 7)\n"))
				.contains("\"replmember\"", "user=> 7007");
			// the same user in a login from before they were a member
			assertThat(connects("replmember", "--clear-groups", "(* 1001 7)\n")).contains("Permission denied");
			assertThat(connects("replother", "--init-groups", "(* 1001 7)\n")).contains("Permission denied");
			repl.lifecycle().close(TestPrincipal.ADMIN);
			assertThat(file()).doesNotExist();
			// the folder that is left is the one that is wanted
			assertThat(repl.lifecycle().open(TestPrincipal.ADMIN, null, null).opened()).isTrue();
		}
	}

	@Test
	void memberNeedsATokenWhereNobodyIsMapped() throws IOException {
		letPass();
		try (TestRepl repl = TestRepl.open(properties("none"))) {
			assertThat(connects("replmember", "--init-groups", "(* 1001 7)\n")).contains("no valid token");
			assertThat(connects("replmember", "--init-groups", repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n"))
				.contains("user=> 7007");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxrwx---", "rwx--x--x", "rwx------", "rwxr-xr-x", "rwx-wx---" })
	void folderWithOtherPermissionsIsRefused(String permissions) throws IOException {
		Files.createDirectory(folder());
		OsUser.run("", List.of("chgrp", GROUP, folder().toString()));
		Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString(permissions));
		assertRefuses(permissions, "chgrp " + GROUP, "chmod 710");
		assertThat(file()).doesNotExist();
	}

	@Test
	void folderOfAnotherGroupIsRefused() throws IOException {
		Files.createDirectory(folder());
		Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwx--x---"));
		assertRefuses("chgrp " + GROUP);
	}

	@Test
	void folderThatIsReadByTheGroupIsTaken() throws IOException {
		Files.createDirectory(folder());
		OsUser.run("", List.of("chgrp", GROUP, folder().toString()));
		Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-x---"));
		try (TestRepl repl = TestRepl.open(properties("none"))) {
			assertThat(file()).exists();
		}
	}

	@Test
	void groupThatIsNotThereIsRefused() {
		try (TestRepl repl = TestRepl.closed("repl.socket.path=" + file(), "repl.socket.path-group=nosuchgroup")) {
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null))
				.withMessageContaining("there is no group nosuchgroup (repl.socket.path-group)");
			assertThat(folder()).doesNotExist();
		}
	}

	@Test
	void contradictionsFailTheStart() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> TestRepl.closed(properties("same-user")))
			.withStackTraceContaining("repl.peer.require is same-user");
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> TestRepl.closed("repl.socket.path-group=" + GROUP))
			.withStackTraceContaining("there is no repl.socket.path");
	}

	private void assertRefuses(String... words) {
		try (TestRepl repl = TestRepl.closed(properties("none"))) {
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null))
				.satisfies((ex) -> assertThat(ex.getSentence()).contains("repl.socket.path-group").contains(words));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("replmember").password("").roles("REPL_USER").build());
		}

	}

}
