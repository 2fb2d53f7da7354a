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

package dev.replboot.listener.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.Heap;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A REPL that is fuzzed, and what must hold of all of it afterwards.
 */
final class FuzzedRepl implements AutoCloseable {

	private static final long MOST_GROWTH = 48L << 20;

	private static final int TIMEOUT_MILLIS = (int) Patience.PATIENCE.toMillis();

	private final TestRepl repl;

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Thread loop;

	private final long heap;

	FuzzedRepl(String... properties) {
		// one of an earlier test may be about to end
		Set<Thread> before = loops();
		this.repl = TestRepl.with(new Class<?>[] { Denials.class }, properties);
		// looked at while others log
		this.log.list = new CopyOnWriteArrayList<>();
		logger().addAppender(this.log);
		this.log.start();
		this.loop = loops().stream().filter((thread) -> !before.contains(thread)).findFirst().orElseThrow();
		this.heap = Heap.live();
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("dev.replboot");
	}

	private static Set<Thread> loops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("repl-io"))
			.collect(Collectors.toSet());
	}

	TestRepl repl() {
		return this.repl;
	}

	String token() {
		return this.repl.token(TestPrincipal.USER);
	}

	Socket connect(String protocol) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(),
				Objects.requireNonNull(this.repl.address(protocol).port()));
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	static void send(Socket socket, byte[] bytes) throws IOException {
		try {
			socket.getOutputStream().write(bytes);
		}
		catch (SocketException ex) {
			// closed already: what was sent before was enough for that
		}
	}

	/**
	 * Read up to the end, which has to come in time.
	 * @param socket from where
	 * @return what came
	 * @throws IOException if there is no end to it
	 */
	static String readToEnd(Socket socket) throws IOException {
		try {
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (SocketException ex) {
			return "reset";
		}
	}

	void assertUnharmed() {
		assertThat(this.loop.isAlive()).as("the thread that serves all connections lives").isTrue();
		assertThat(this.log.list).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.ERROR)).isEmpty();
		Awaitility.await().until(() -> this.repl.lifecycle().status().sessions().isEmpty());
		this.repl.forgetEvents();
		Denials.forget(this.repl);
	}

	@Override
	public void close() {
		try {
			assertThat(Heap.live() - this.heap).as("growth of the live heap").isLessThan(MOST_GROWTH);
		}
		finally {
			logger().detachAppender(this.log);
			this.repl.close();
		}
	}

}
