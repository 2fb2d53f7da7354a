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

package dev.replboot.audit.sink;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.net.SyslogAppender;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The record in places that the process itself can't reach afterwards.
 */
@NullUnmarked
class OutOfReachTests {

	@TempDir
	private Path folder;

	@Test
	void aProcessBehindASocketGetsEveryEvent() throws Exception {
		Path socket = this.folder.resolve("s");
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		try (ServerSocketChannel server = listen(socket, lines);
				TestRepl repl = TestRepl.open("repl.audit.socket=" + socket, "repl.audit.required=socket");
				ReplClient client = repl.login()) {
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(await(lines, "REPL_EVALUATING")).contains("\"form\":\"(+ 1 2)\"");
			assertThat(await(lines, "REPL_EVALUATED")).contains("\"value\":\"3\"");
			assertThat(server.isOpen()).isTrue();
		}
	}

	@Test
	void whereNobodyListensNothingIsEvaluated() throws Exception {
		Path socket = this.folder.resolve("s");
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		List<SocketChannel> accepted = new CopyOnWriteArrayList<>();
		ServerSocketChannel server = listen(socket, lines, accepted);
		try (TestRepl repl = TestRepl.open("repl.audit.socket=" + socket, "repl.audit.required=socket");
				ReplClient client = repl.login()) {
			// from here on the collector's channel is one of those that are closed
			assertThat(await(lines, "REPL_OPENED")).isNotNull();
			server.close();
			for (SocketChannel channel : accepted) {
				channel.close();
			}
			Files.delete(socket);
			assertThat(client.eval("(def meanwhile 1)")).contains("Nothing was evaluated")
				.contains("the sink socket is required");
			try (ServerSocketChannel again = listen(socket, lines)) {
				assertThat(client.eval("(resolve 'meanwhile)")).isEqualTo("nil");
				assertThat(again.isOpen()).isTrue();
			}
		}
	}

	@Test
	void aFileOfAnotherUserGetsEveryEvent() throws Exception {
		assumeTrue("root".equals(System.getProperty("user.name")), "Nobody else's files can be made here");
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")) && Files.isExecutable(Path.of("/usr/bin/nc")),
				"setpriv or nc is missing");
		Path theirs = Files.createDirectory(this.folder.resolve("theirs"));
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxrwxrwx"));
		Path socket = theirs.resolve("s");
		Path file = theirs.resolve("audit.jsonl");
		Process collector = new ProcessBuilder("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
				"sh", "-c", "umask 077; exec nc -lkU \"$0\" >> \"$1\"", socket.toString(), file.toString())
			.redirectErrorStream(true)
			.start();
		try {
			Awaitility.await().until(() -> isListenedTo(socket) || !collector.isAlive());
			assumeTrue(collector.isAlive(), "This nc has no -lkU");
			try (TestRepl repl = TestRepl.open("repl.audit.socket=" + socket, "repl.audit.required=socket");
					ReplClient client = repl.login()) {
				assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			}
			Awaitility.await().until(() -> Files.readString(file).contains("\"REPL_CLOSED\""));
			assertThat(Files.readString(file)).contains("\"form\":\"(+ 1 2)\"");
			assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65534);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		}
		finally {
			collector.destroy();
		}
	}

	@Test
	void aLogOnAnotherHostGetsEveryEvent() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger("repl.audit");
		SyslogAppender appender = new SyslogAppender();
		try (DatagramSocket host = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			host.setSoTimeout((int) Patience.PATIENCE.toMillis());
			appender.setContext(logger.getLoggerContext());
			appender.setSyslogHost("127.0.0.1");
			appender.setPort(host.getLocalPort());
			appender.setFacility("AUTHPRIV");
			appender.setSuffixPattern("%msg %kvp");
			appender.start();
			logger.addAppender(appender);
			try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
				client.eval("(str \"a\nREPL_CLOSED b\")");
			}
			List<String> packets = new ArrayList<>();
			while (packets.isEmpty()
					|| !packets.get(packets.size() - 1).matches("(?s).*REPL_CLOSED \\S+ sequence=.*")) {
				DatagramPacket packet = new DatagramPacket(new byte[65_000], 65_000);
				host.receive(packet);
				packets.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
			}
			assertThat(packets).anyMatch((packet) -> packet.contains("REPL_EVALUATING ann s1: (str")
					&& packet.contains("principal=\"ann\"") && packet.contains("a\\nREPL_CLOSED b"));
			assertThat(packets).noneMatch((packet) -> packet.contains(" value="));
		}
		finally {
			logger.detachAppender(appender);
			appender.stop();
		}
	}

	// the file is there a moment before anybody can connect
	private static boolean isListenedTo(Path socket) throws IOException {
		return Files.readAllLines(Path.of("/proc/net/unix"))
			.stream()
			.anyMatch((line) -> line.contains(" 00010000 ") && line.endsWith(" " + socket));
	}

	private static String await(BlockingQueue<String> lines, String type) throws InterruptedException {
		String line = lines.poll(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		while (line != null && !line.contains("\"" + type + "\"")) {
			line = lines.poll(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		return line;
	}

	private static ServerSocketChannel listen(Path socket, BlockingQueue<String> lines) throws IOException {
		return listen(socket, lines, new ArrayList<>());
	}

	private static ServerSocketChannel listen(Path socket, BlockingQueue<String> lines, List<SocketChannel> accepted)
			throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		server.bind(UnixDomainSocketAddress.of(socket));
		Thread thread = new Thread(() -> {
			try {
				while (server.isOpen()) {
					SocketChannel channel = server.accept();
					accepted.add(channel);
					java.io.BufferedReader reader = new java.io.BufferedReader(
							Channels.newReader(channel, StandardCharsets.UTF_8));
					for (String line = reader.readLine(); line != null; line = reader.readLine()) {
						lines.add(line);
					}
				}
			}
			catch (IOException ex) {
				// closed
			}
		}, "collector");
		thread.setDaemon(true);
		thread.start();
		return server;
	}

}
