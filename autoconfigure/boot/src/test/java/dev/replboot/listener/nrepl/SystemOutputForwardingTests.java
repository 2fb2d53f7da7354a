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

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code forward-system-output} with clients that don't read, and applications
 * that put another stream in the place of {@code System.out}.
 */
@Timeout(180)
class SystemOutputForwardingTests {

	private static final Pattern LEFT_OUT = Pattern.compile(";; (\\d+) characters .* were left out");

	private static TestRepl repl;

	private final PrintStream before = System.out;

	private final PrintStream quiet = new PrintStream(OutputStream.nullOutputStream());

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@BeforeEach
	void beQuiet() {
		System.setOut(this.quiet);
	}

	@AfterEach
	void beLoud() {
		System.setOut(this.before);
	}

	private static String forward(NreplClient client) {
		String id = client.send("op", "forward-system-output", "session", client.newSession());
		client.readAnswers(id, "done");
		return id;
	}

	@Test
	void applicationThatPrintsNeverWaitsForAClientThatDoesNotRead() throws InterruptedException {
		String line = "x".repeat(99_999);
		long total = 400L * 100_000;
		try (NreplClient slow = NreplClient.login(repl)) {
			forward(slow);
			Thread application = new Thread(() -> {
				for (int i = 0; i < 400; i++) {
					System.out.print(line + "\n");
				}
			});
			application.start();
			// nothing is read meanwhile
			application.join(Patience.PATIENCE.toMillis());
			assertThat(application.isAlive()).isFalse();
			long received = 0;
			long leftOut = 0;
			while (received + leftOut < total) {
				Map<String, Object> message = slow.read();
				assertThat(message).isNotNull();
				String out = String.valueOf(message.getOrDefault("out", ""));
				Matcher sentence = LEFT_OUT.matcher(out);
				if (sentence.find()) {
					leftOut += Long.parseLong(sentence.group(1));
				}
				else {
					received += out.length();
				}
			}
			// what was kept for the client is bounded, and nothing was left out unsaid
			assertThat(received).isLessThan(total / 2);
			assertThat(leftOut).isGreaterThan(total / 2);
		}
	}

	@Test
	void clientThatDoesNotReadKeepsNothingFromTheOthers() throws InterruptedException {
		try (NreplClient slow = NreplClient.login(repl); NreplClient other = NreplClient.login(repl)) {
			forward(slow);
			for (int i = 0; i < 100; i++) {
				System.out.print("y".repeat(100_000));
			}
			String id = forward(other);
			System.out.println("for everybody");
			Map<String, Object> message = other.read();
			while (message != null && !String.valueOf(message.get("out")).contains("for everybody")) {
				message = other.read();
			}
			assertThat(message).containsEntry("id", id);
			assertThat(other.eval(other.newSession(), "(+ 1 2)")).containsExactly("3");
		}
	}

	@Test
	void streamThatTheApplicationPutsInItsPlaceIsItsOwn() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		PrintStream replacement = new PrintStream(bytes, true, StandardCharsets.UTF_8);
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			client.readAnswers(client.send("op", "forward-system-output", "session", session), "done");
			System.setOut(replacement);
			System.out.println("not for the session");
			String id = client.send("op", "forward-system-output", "session", session);
			client.readAnswers(id, "done");
			System.out.println("after it has asked again");
			// what the application logs meanwhile may come before it
			Map<String, Object> message = client.read();
			while (!String.valueOf(message.get("out")).contains("after it has asked again")) {
				assertThat(String.valueOf(message.get("out"))).doesNotContain("not for the session");
				message = client.read();
			}
			assertThat(message).containsEntry("id", id).containsKey("source");
			assertThat(String.valueOf(message.get("out"))).doesNotContain("not for the session");
			client.roundTrip("op", "close", "session", session);
			assertThat(System.out).isSameAs(replacement);
			assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("not for the session",
					"after it has asked again");
		}
	}

}
