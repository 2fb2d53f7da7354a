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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import dev.replboot.testsupport.FreePort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An OpenSSH server of its own on a loopback port, with a key for each user who may log
 * in. Takes root.
 */
final class SshServer implements AutoCloseable {

	static final Path PROGRAM = Path.of("/usr/sbin/sshd");

	private static final int TIMEOUT_SECONDS = 60;

	private final Path folder;

	private final int port;

	private final Process process;

	private final List<Process> tunnels = new ArrayList<>();

	private final List<String> made = new ArrayList<>();

	SshServer(Path folder) throws IOException {
		this.folder = folder;
		this.port = FreePort.find();
		// it reads the keys as the user who logs in
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		// where Debian's has its unprivileged half
		Files.createDirectories(Path.of("/run/sshd"));
		key("host");
		Path configuration = Files.writeString(folder.resolve("sshd_config"), """
				ListenAddress 127.0.0.1:%d
				HostKey %s/host
				AuthorizedKeysFile %s/%%u.pub
				PidFile none
				StrictModes no
				UsePAM no
				PasswordAuthentication no
				PermitRootLogin prohibit-password
				AllowTcpForwarding yes
				AllowStreamLocalForwarding yes
				""".formatted(this.port, folder, folder));
		this.process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", configuration.toString())
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("sshd.log").toFile())
			.start();
	}

	private void key(String name) {
		run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", this.folder.resolve(name).toString());
	}

	/**
	 * Make a user who may log in.
	 * @param user the name
	 */
	void makeUser(String user) {
		run("", "userdel", user);
		// a password that nothing matches; a locked account couldn't log in
		assertThat(run("", "useradd", "--no-create-home", "--shell", "/bin/sh", "--password", "*", user)).isEmpty();
		this.made.add(user);
		key(user);
	}

	/**
	 * Let root log in.
	 */
	void admitRoot() {
		key("root");
	}

	/**
	 * Open a tunnel.
	 * @param user who logs in
	 * @param forwarding what {@code -L} takes
	 * @throws IOException if there is no ssh
	 */
	void tunnel(String user, String forwarding) throws IOException {
		this.tunnels.add(new ProcessBuilder("ssh", "-N", "-F", "none", "-i", this.folder.resolve(user).toString(), "-p",
				String.valueOf(this.port), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o",
				"UserKnownHostsFile=/dev/null", "-o", "ExitOnForwardFailure=yes", "-o", "ConnectionAttempts=10", "-o",
				"StreamLocalBindUnlink=yes", "-L", forwarding, user + "@127.0.0.1")
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("ssh-" + user + ".log").toFile())
			.start());
	}

	/**
	 * Talk through a tunnel, as soon as it is there.
	 * @param input what to send
	 * @param netcat the command
	 * @return what came back
	 */
	static String talk(String input, String... netcat) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.until(() -> run(input, netcat), (answer) -> !answer.isEmpty() && !answer.startsWith("nc: "));
	}

	static String run(String input, String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try (var stdin = process.getOutputStream()) {
				stdin.write(input.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// it ended before it had read all; what it wrote says why
			}
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
			return output;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.tunnels.forEach((tunnel) -> stop(tunnel));
		stop(this.process);
		this.made.forEach((user) -> run("", "userdel", "--force", user));
	}

	private static void stop(Process process) {
		process.descendants().forEach(ProcessHandle::destroy);
		process.destroy();
		try {
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
