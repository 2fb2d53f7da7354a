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

import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody hands to {@code tap>} reaches no session of somebody else, whichever
 * protocol either speaks.
 */
class TapsOfTwoPrincipalsTests {

	private static final String TAPS = "(do (tap> :secret) @(future (tap> :secret)) (run! tap> [:secret])"
			+ " (doall (pmap tap> [:secret])) (let [t (Thread. #(tap> :secret))] (.start t) (.join t)) :tapped)";

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	private static ReplClient prepl(TestPrincipal principal) {
		ReplClient client = ReplClient.connect(Objects.requireNonNull(repl.address("prepl").port()));
		client.send(repl.token(principal) + "\n");
		client.readUntil("\n");
		return client;
	}

	private static void assertNothingCame(ReplClient client) {
		client.send(":mine\n");
		assertThat(client.readUntil("\n")).startsWith("{:tag :ret, :val \":mine\"");
	}

	@Test
	void tapsOfAPreplStayWithItsPrincipal() {
		try (ReplClient ann = prepl(TestPrincipal.ADMIN);
				ReplClient annToo = prepl(TestPrincipal.ADMIN);
				ReplClient ulf = prepl(TestPrincipal.USER)) {
			ann.send(TAPS + "\n");
			ann.readUntil("{:tag :ret, :val \":tapped\"");
			assertThat(annToo.readUntil("\n")).isEqualTo("{:tag :tap, :val \":secret\"}\n");
			assertNothingCame(ulf);
			ulf.send("(tap> :his)\n");
			ulf.readUntil("{:tag :ret");
			annToo.send(":end\n");
			assertThat(annToo.readUntil(":val \":end\"")).doesNotContain(":his");
		}
	}

	@Test
	void tapsOfAnNreplSessionStayWithItsPrincipal() {
		try (NreplClient ann = NreplClient.login(repl);
				ReplClient annToo = prepl(TestPrincipal.ADMIN);
				ReplClient ulf = prepl(TestPrincipal.USER)) {
			assertThat(ann.eval(ann.newSession(), TAPS)).containsExactly(":tapped");
			assertThat(annToo.readUntil("\n")).isEqualTo("{:tag :tap, :val \":secret\"}\n");
			assertNothingCame(ulf);
		}
	}

	@Test
	void tapsOfASocketSessionStayWithItsPrincipal() {
		try (ReplClient ann = repl.login(TestPrincipal.ADMIN); ReplClient ulf = prepl(TestPrincipal.USER)) {
			ann.send(TAPS + "\n");
			ann.readUntil(":tapped\nuser=> ");
			assertNothingCame(ulf);
		}
	}

}
