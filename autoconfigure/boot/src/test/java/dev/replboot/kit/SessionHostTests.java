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

package dev.replboot.kit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of limits that a form sets for a part of itself.
 */
class SessionHostTests {

	private final TestRepl repl = TestRepl.open("repl.limits.time=1m");

	private final ReplClient client = this.repl.login();

	@AfterEach
	void close() {
		this.client.close();
		this.repl.close();
	}

	@Test
	void limitsAreShown() {
		assertThat(this.client.eval("(:time-seconds (limits))")).isEqualTo("60.0");
		assertThat(this.client
			.eval("(with-limits {:time \"2m\" :allocation \"2GB\"} ((juxt :time-seconds :allocation-bytes) (limits)))"))
			.isEqualTo("[120.0 2147483648]");
		assertThat(this.client.eval("(:time-seconds (limits))")).isEqualTo("60.0");
	}

	@Test
	void whatThePartTakesDoesNotCountForTheRest() {
		try (TestRepl tight = TestRepl.open("repl.limits.time=2s"); ReplClient other = tight.login()) {
			awaitAnswer(tight, other, "(Thread/sleep 100) :after", ":after");
			awaitAnswer(tight, other, "(loop [] (recur))", "It ran longer than 2 s (repl.limits.time)");
		}
	}

	// in a cold and busy process the rest may take longer than the limit as well
	private static void awaitAnswer(TestRepl repl, ReplClient client, String rest, String answer) {
		Awaitility.await().until(() -> {
			repl.forgetEvents();
			return client.eval("(do (with-limits {:time \"1m\"} (Thread/sleep 2500)) " + rest + ")");
		}, (given) -> given.contains(answer) && repl.events(AuditType.REPL_LIMITS_CHANGED).size() == 1);
		assertThat(repl.events(AuditType.REPL_LIMITS_CHANGED)).singleElement()
			.satisfies((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("time", "1m"));
	}

	@Test
	void lowerLimitsStopThePart() {
		assertThat(this.client.eval("(with-limits {:time \"200ms\"} (loop [] (recur)))"))
			.contains("It ran longer than 200 ms (with-limits)");
		assertThat(this.client.eval("(with-limits {:allocation \"8MB\"} (loop [xs ()] (recur (conj xs 1))))"))
			.contains("It allocated more than 8 MB (with-limits)");
		assertThat(this.client.eval("(with-limits {:time \"1m\"} (with-limits {:time \"200ms\"} (loop [] (recur))))"))
			.contains("It ran longer than 200 ms (with-limits)");
	}

	@Test
	void enormousLimitsAreNoLimits() {
		assertThat(this.client.eval("(with-limits {:time \"1000000d\" :allocation \"8000000TB\"} (+ 1 2))"))
			.isEqualTo("3");
		assertThat(this.client.eval("(with-limits {:time \"1000000d\"} (with-limits {:time \"1m\"} (+ 1 2)))"))
			.isEqualTo("3");
	}

	@Test
	void oneThreadSetsLimitsForAll() {
		assertThat(this.client.eval("(with-limits {:time \"1m\"} @(future (with-limits {:time \"2m\"} 1)))"))
			.contains("Another thread of this evaluation has limits of its own.");
	}

	@Test
	void unknownLimitIsNamed() {
		assertThat(this.client.eval("(with-limits {:tiem \"1m\"} 1)")).contains("not tiem");
		assertThat(this.client.eval("(with-limits {:time \"0s\"} 1)")).contains("more than nothing");
		assertThat(this.repl.events(AuditType.REPL_LIMITS_CHANGED)).isEmpty();
	}

}
