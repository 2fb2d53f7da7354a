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

package dev.replboot.listener;

import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.replboot.access.Denial;
import dev.replboot.access.Denial.Reason;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More wrong tokens from one address than are answered.
 */
class WrongTokenTests {

	private static final int LIMIT = 5;

	private static final int GUESSES = 40;

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.prepl.enabled=true", "repl.prepl.port=0", "repl.limits.failed-attempts=" + LIMIT,
				"repl.limits.failed-logins=" + LIMIT);
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	private static long denied(Door door, Reason reason) {
		return Denials.of(repl)
			.stream()
			.filter((denial) -> denial.protocol().equals(door.protocol()) && denial.reason() == reason)
			.count();
	}

	@ParameterizedTest
	@EnumSource
	void wrongTokensBeyondTheLimitAreNotAnsweredAndARightOneGetsIn(Door door) {
		List<ReplClient> guessers = new ArrayList<>();
		for (int i = 0; i < GUESSES; i++) {
			ReplClient client = door.connect(repl);
			guessers.add(client);
			client.send(door.message(String.format("%032x", i)));
		}
		Awaitility.await().until(() -> denied(door, Reason.THROTTLED) == GUESSES - LIMIT);
		try (ReplClient owner = door.connect(repl)) {
			owner.send(door.message(repl.token(TestPrincipal.USER)));
			owner.readUntil(door.welcome());
		}
		int answered = 0;
		for (ReplClient client : guessers) {
			answered += client.readToEnd().contains("That is no valid token.") ? 1 : 0;
			client.close();
		}
		assertThat(answered).isEqualTo(LIMIT);
		Awaitility.await().until(() -> denied(door, Reason.TOKEN) == LIMIT);
		assertThat(Denials.of(repl)).extracting(Denial::reason).containsOnly(Reason.TOKEN, Reason.THROTTLED);
		Awaitility.await().untilAsserted(() -> {
			repl.context().getBean(AuditTrail.class).closing();
			assertThat(repl.events(AuditType.REPL_REFUSED)
				.stream()
				.filter((event) -> event.getAuditEvent().getData().get("protocol").equals(door.protocol()))
				.count() + unrecorded(door)).isEqualTo(GUESSES);
		});
	}

	private static long unrecorded(Door door) {
		return repl.events(AuditType.REPL_REFUSALS)
			.stream()
			.map((event) -> event.getAuditEvent().getData())
			.filter((data) -> data.get("protocol").equals(door.protocol()))
			.mapToLong((data) -> ((Number) data.get("unrecorded")).longValue())
			.sum();
	}

}
