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

package dev.replboot.listener.prepl;

import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.BareRepl;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link PreplReplListener}, over a real connection.
 */
class PreplServerTests {

	private TestRepl repl;

	@AfterEach
	void close() {
		if (this.repl != null) {
			this.repl.close();
		}
	}

	private void open(String... properties) {
		String[] all = new String[properties.length + 2];
		all[0] = "repl.prepl.enabled=true";
		all[1] = "repl.prepl.port=0";
		System.arraycopy(properties, 0, all, 2, properties.length);
		this.repl = TestRepl.open(all);
	}

	private ReplClient connect() {
		return ReplClient.connect(this.repl.address("prepl").port());
	}

	private ReplClient login() {
		ReplClient client = connect();
		client.send(this.repl.token(TestPrincipal.ADMIN) + "\n");
		client.readUntil("\n");
		return client;
	}

	@Test
	void thereIsNoneByDefault() {
		this.repl = TestRepl.open();
		assertThat(this.repl.lifecycle().status().listeners()).extracting("protocol").containsExactly("socket");
	}

	@Test
	void addressThatOthersCanReachFailsTheStart() {
		assertThatException()
			.isThrownBy(() -> TestRepl.closed("repl.prepl.enabled=true", "repl.prepl.address=192.0.2.1"))
			.havingRootCause()
			.withMessageContaining("repl.prepl.address");
	}

	@Test
	void tokenIsTheFirstFormAndIsAnswered() {
		open();
		for (String quote : new String[] { "", "\"" }) {
			try (ReplClient client = connect()) {
				String token = this.repl.token(TestPrincipal.ADMIN);
				client.send(quote + token + quote + "\n(+ 1 2)\n");
				String first = client.readUntil("\n");
				assertThat(first).startsWith("{:tag :ret, :val \"nil\", :ns \"user\"").doesNotContain(token);
				assertThat(client.readUntil("\n")).startsWith("{:tag :ret, :val \"3\"");
			}
		}
	}

	@Test
	void answerToThePostSaysHowToConnect() {
		open();
		int port = this.repl.address("prepl").port();
		assertThat(this.repl.address("prepl").connect())
			.anyMatch((line) -> line.contains("remote-prepl \"127.0.0.1\" " + port))
			.anyMatch((line) -> line.contains("nc 127.0.0.1 " + port))
			.anyMatch((line) -> line.contains("ssh -L " + port));
	}

	@Test
	void nothingIsEvaluatedWithoutTheToken() {
		open();
		try (ReplClient client = connect()) {
			client.send("(System/setProperty \"prepl.intruder\" \"was here\")\n(+ 1 2)\n");
			assertThat(client.readToEnd()).contains("no valid token").doesNotContain(":tag");
		}
		assertThat(System.getProperty("prepl.intruder")).isNull();
	}

	@Test
	void httpRequestIsDroppedWithoutAWord() {
		open();
		try (ReplClient client = connect()) {
			client.send("POST / HTTP/1.1\r\nHost: rebound.example\r\n\r\n(+ 1 2)\n");
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@Test
	void endlessFormIsStoppedAndTheSessionGoesOn() {
		open("repl.limits.time=1s");
		try (ReplClient client = login()) {
			client.send("(while true)\n");
			assertThat(client.readUntil("\n")).startsWith("{:tag :err").contains("repl.limits.time");
			assertThat(client.readUntil("\n")).contains(":exception true", "repl.limits.time");
			// which may take longer than the limit on a busy machine
			Awaitility.await().until(() -> {
				client.send("(+ 1 2)\n");
				String line = client.readUntil("\n");
				while (!line.startsWith("{:tag :ret")) {
					line = client.readUntil("\n");
				}
				return line.startsWith("{:tag :ret, :val \"3\"");
			});
		}
	}

	@Test
	void valueIsCutByTheSessionsLimits() {
		open("repl.limits.print-length=3");
		try (ReplClient client = login()) {
			client.send("(range 10)\n");
			assertThat(client.readUntil("\n")).startsWith("{:tag :ret, :val \"(0 1 2 ...)\"");
		}
	}

	@Test
	void valueThatIsTooLongIsToldInsteadOfCut() {
		open();
		try (ReplClient client = login()) {
			client.send("(apply str (repeat 2000000 \"x\"))\n(count *1)\n");
			assertThat(client.readUntil("\n")).contains("1048576 characters", ":exception true").hasSizeLessThan(500);
			assertThat(client.readUntil("\n")).startsWith("{:tag :ret, :val \"2000000\"");
		}
	}

	@Test
	void tapsArriveAndEndWithTheSession() {
		open("repl.limits.print-length=3");
		try (ReplClient client = login(); ReplClient other = login()) {
			client.send("(tap> (range))\n");
			assertThat(client.readUntil("}\n{").concat(client.readUntil("}\n")))
				.contains("{:tag :tap, :val \"(0 1 2 ...)\"}");
			assertThat(other.readUntil("\n")).isEqualTo("{:tag :tap, :val \"(0 1 2 ...)\"}\n");
			client.send(":repl/quit\n");
			client.readToEnd();
			// the connection ends before the session does
			Awaitility.await().until(() -> {
				other.send("(count @@#'clojure.core/tapset)\n");
				return other.readUntil("\n").startsWith("{:tag :ret, :val \"1\"");
			});
		}
	}

	@Test
	void manyWritersDontTearEachOthersMaps() {
		open();
		try (ReplClient client = login()) {
			client
				.send("(count (mapv deref (mapv (fn [i] (future (dotimes [j 50] (println i \"x\" j)))) (range 8))))\n");
			String line = client.readUntil("\n");
			while (!line.startsWith("{:tag :ret")) {
				assertThat(line).startsWith("{:tag :out, :val \"").endsWith("\"}\n");
				line = client.readUntil("\n");
			}
			assertThat(line).startsWith("{:tag :ret, :val \"8\"");
		}
	}

	@Test
	void closingTheReplSaysSoAndUnloads() {
		open();
		try (ReplClient client = login()) {
			client.send("(do (println 1) (while true))\n");
			client.readUntil("\n");
			assertThat(this.repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			assertThat(client.readToEnd()).contains("{:tag :err");
		}
	}

	@Test
	void sessionIsOnRecordWithItsProtocol() {
		open();
		try (ReplClient client = login()) {
			client.send("(+ 40 2)\n");
			client.readUntil("\n");
			assertThat(this.repl.events().stream().map((event) -> event.getAuditEvent().getData().toString()))
				.anyMatch((data) -> data.contains("(+ 40 2)") && data.contains("prepl"));
		}
	}

	@Test
	void stockRemotePreplConnects() {
		open();
		try (BareRepl stock = BareRepl.startPrepl()) {
			Object answers = stock.call("""
					(let [in (java.io.PipedWriter.)
					      reader (java.io.PipedReader. in)
					      answers (java.util.concurrent.LinkedBlockingQueue.)]
					  (.start (Thread. (fn [] (clojure.core.server/remote-prepl "127.0.0.1" %d reader
					                            (fn [m] (.put answers m))))))
					  (.write in "%s\\n(+ 1 2)\\n(println \\"hi\\")\\n(/ 1 0)\\n")
					  (.flush in)
					  (pr-str (mapv (fn [_] (dissoc (.poll answers 60 java.util.concurrent.TimeUnit/SECONDS) :ms))
					                (range 5))))
					""".formatted(this.repl.address("prepl").port(), this.repl.token(TestPrincipal.ADMIN)));
			assertThat(answers.toString()).contains("{:tag :ret, :val 3, :ns \"user\", :form \"(+ 1 2)\"}",
					"{:tag :out, :val \"hi\\n\"}", ":exception true", "Divide by zero");
		}
	}

	@Test
	void socketFileTakesThePlaceOfThePort(@TempDir Path directory) {
		this.repl = TestRepl.open("repl.prepl.enabled=true", "repl.prepl.path=" + directory.resolve("own/prepl.sock"));
		assertThat(this.repl.address("prepl").path()).endsWith("prepl.sock");
		assertThat(this.repl.address("prepl").connect()).anyMatch((line) -> line.contains("nc -U"));
	}

	@Test
	void sessionsOfAllProtocolsCountTogether() {
		open("repl.limits.sessions=1");
		try (ReplClient client = login(); ReplClient second = connect()) {
			second.send(this.repl.token(TestPrincipal.USER) + "\n");
			assertThat(second.readToEnd()).contains("repl.limits.sessions");
			client.send("1\n");
			assertThat(client.readUntil("\n")).contains("\"1\"");
		}
	}

}
