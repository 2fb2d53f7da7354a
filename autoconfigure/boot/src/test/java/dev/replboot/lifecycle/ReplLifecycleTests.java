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

package dev.replboot.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.stream.Collectors;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An open REPL, for tests of {@link ReplLifecycle}.
 */
abstract class ReplLifecycleTests {

	static TestRepl repl;

	@BeforeAll
	static void start() {
		repl = TestRepl.open("repl.limits.sessions=100", "repl.limits.sessions-per-principal=100");
	}

	@AfterAll
	static void stop() {
		repl.close();
	}

	static String type(AuditApplicationEvent event) {
		return event.getAuditEvent().getType();
	}

	static void assertRefused(Reason reason, ThrowingCallable call) {
		assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	static void assertPortRefuses(int port) {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
	}

	static Set<Thread> replThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("repl-"))
			.collect(Collectors.toSet());
	}

}
