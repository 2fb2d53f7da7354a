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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many sessions there may be: in all, of each principal, and the place that is left
 * for an administrator, over all protocols.
 */
@Timeout(300)
class SessionBoundsTests {

	private static final int ALL = 5;

	private static final int EACH = 3;

	private static final String OWN_FULL = " has 3 sessions already (repl.limits.sessions-per-principal).";

	private static final String FULL = "There are already 5 sessions (repl.limits.sessions).";

	private static TestRepl repl;

	private final Visitors visitors = new Visitors(repl);

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Beans.class }, "repl.limits.sessions=" + ALL,
				"repl.limits.sessions-per-principal=" + EACH, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.prepl.enabled=true", "repl.prepl.port=0");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@BeforeEach
	void begin() {
		stubborn().setOver(false);
	}

	@AfterEach
	void leave() throws Exception {
		stubborn().setOver(true);
		this.visitors.leave();
		Awaitility.await().until(() -> sessions().isEmpty() && stubborn().running() == 0);
	}

	@Test
	void sessionsOfAPrincipalAreBoundedOverAllProtocols() {
		TestPrincipal ulf = user("ulf");
		this.visitors.letIn("socket", ulf);
		this.visitors.letIn("prepl", ulf);
		NreplClient editor = this.visitors.nrepl();
		assertThat(NreplClient.text("err", editor.roundTrip("op", "eval", "code", repl.token(ulf)))).isEmpty();
		for (String protocol : List.of("socket", "prepl")) {
			assertThat(this.visitors.enter(protocol, ulf)).contains("ulf" + OWN_FULL,
					" End one with DELETE on the repl endpoint, or raise the property.");
		}
		assertThat(NreplClient.text("err", this.visitors.nrepl().roundTrip("op", "eval", "code", repl.token(ulf))))
			.contains("ulf" + OWN_FULL);
		assertThat(NreplClient.text("err", editor.roundTrip("op", "clone"))).contains("ulf" + OWN_FULL);
		assertThat(NreplClient.all("value", editor.roundTrip("op", "eval", "code", "(+ 1 2)"))).containsExactly("3");
		this.visitors.letIn("socket", user("una"));
	}

	@Test
	void sessionsThatAnEditorHasClonedBeforeTheTokenCountWithIt() {
		NreplClient first = this.visitors.nrepl();
		first.newSession();
		first.newSession();
		assertThat(NreplClient.text("err", first.roundTrip("op", "eval", "code", repl.token(user("ulf"))))).isEmpty();
		NreplClient second = this.visitors.nrepl();
		second.newSession();
		second.newSession();
		assertThat(NreplClient.text("err", second.roundTrip("op", "eval", "code", repl.token(user("ulf")))))
			.contains("ulf" + OWN_FULL);
		// all or none
		assertThat(sessions()).hasSize(2);
		assertThat(first.newSession()).isNotEmpty();
	}

	@Test
	void administratorGetsInWhenOthersHaveAllPlaces() {
		this.visitors.fill("ulf", EACH);
		this.visitors.fill("una", ALL - EACH);
		assertThat(this.visitors.enter("socket", user("uwe"))).contains(FULL);
		this.visitors.letIn("socket", admin("ann"));
		assertThat(this.visitors.enter("socket", admin("abe")))
			.contains("There are already 6 sessions (repl.limits.sessions).");
		assertThat(this.visitors.enter("socket", user("uwe")))
			.contains("There are already 6 sessions (repl.limits.sessions).");
	}

	@Test
	void boundsHoldWhenManyComeAtOnce() throws Exception {
		List<TestPrincipal> principals = List.of(user("ulf"), user("una"), user("uwe"), admin("ann"), admin("abe"));
		List<String> tokens = principals.stream().map(repl::token).toList();
		ExecutorService threads = Executors.newFixedThreadPool(30);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<String>> answers = new ArrayList<>();
			for (int i = 0; i < 60; i++) {
				ReplClient client = this.visitors.client((i % 2 == 0) ? "socket" : "prepl");
				String token = tokens.get(i % tokens.size());
				answers.add(threads.submit(() -> {
					start.await();
					client.send(token + "\n");
					return client.readUntil("\n");
				}));
			}
			start.countDown();
			for (Future<String> answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS)).isNotEmpty();
			}
		}
		finally {
			threads.shutdownNow();
		}
		Map<String, Long> counts = sessions().stream()
			.collect(Collectors.groupingBy((session) -> session.principal().name(), Collectors.counting()));
		assertThat(counts.values()).allMatch((count) -> count <= EACH);
		assertThat(sessions()).hasSizeBetween(ALL, ALL + 1);
		long others = counts.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith("u"))
			.mapToLong(Map.Entry::getValue)
			.sum();
		assertThat(others).isLessThanOrEqualTo(ALL);
	}

	@Test
	void stuckSessionGivesItsPlaceUpForGood() {
		ReplClient stuck = stuck("ulf", 1);
		this.visitors.fill("ulf", EACH - 1);
		assertThat(sessions()).hasSize(EACH);
		this.visitors.letIn("socket", user("ulf"));
		assertThat(stuck.readToEnd()).contains("The session is ended, because what it evaluates can't be stopped");
		assertThat(sessions()).hasSize(EACH + 1);
		assertThat(this.visitors.enter("socket", user("ulf"))).contains("ulf" + OWN_FULL);
		stubborn().setOver(true);
		// it isn't one too many when its evaluation is over
		Awaitility.await().until(() -> sessions().size() == EACH);
		assertThat(this.visitors.enter("socket", user("ulf"))).contains("ulf" + OWN_FULL);
	}

	@Test
	void stuckSessionKeepsItsPlaceWhileNobodyNeedsIt() {
		ReplClient stuck = stuck("ulf", 1);
		this.visitors.letIn("socket", user("ulf"));
		stubborn().setOver(true);
		stuck.readUntil("user=> ");
		assertThat(stuck.eval("(+ 1 2)")).isEqualTo("3");
	}

	@Test
	void stuckSessionsAreNoWayAroundTheBounds() {
		stuck("ulf", EACH);
		stuck("ulf", EACH);
		// three are displaced, three would have to be
		assertThat(sessions()).hasSize(2 * EACH);
		assertThat(this.visitors.enter("socket", user("ulf"))).contains("ulf" + OWN_FULL);
		stuck("una", EACH);
		stuck("uwe", 1);
		assertThat(this.visitors.enter("socket", user("uwe")))
			.contains("There are already 5 sessions that can't be stopped");
		this.visitors.letIn("socket", admin("ann"));
		stubborn().setOver(true);
		Awaitility.await().until(() -> sessions().size() <= ALL + 1);
	}

	@Test
	void displacedSessionOfAnEditorLeavesTheOthersOfItsConnection() {
		NreplClient editor = this.visitors.nrepl();
		editor.roundTrip("op", "eval", "code", repl.token(user("ulf")));
		String session = editor.newSession();
		String other = editor.newSession();
		editor.send("op", "eval", "session", session, "code", "(.run (bean \"stubborn\"))");
		interrupt("ulf", 1);
		String third = editor.newSession();
		for (String name : List.of(other, third)) {
			assertThat(NreplClient.all("value", editor.roundTrip("op", "eval", "session", name, "code", "(+ 1 2)")))
				.containsExactly("3");
		}
		assertThat(editor.roundTrip("op", "eval", "session", session, "code", "(+ 1 2)")).last()
			.satisfies((answer) -> assertThat(answer).containsEntry("status",
					List.of("error", "unknown-session", "done")));
	}

	private ReplClient stuck(String name, int number) {
		int before = stubborn().running();
		ReplClient last = null;
		for (int i = 0; i < number; i++) {
			last = this.visitors.client("socket");
			last.send(repl.token(user(name)) + "\n(.run (bean \"stubborn\"))\n");
			last.readUntil("user=> ");
		}
		interrupt(name, before + number);
		return Objects.requireNonNull(last);
	}

	// stops everything of somebody's until it is stuck
	private static void interrupt(String name, int running) {
		Awaitility.await().until(() -> stubborn().running() == running);
		Awaitility.await().until(() -> {
			List<ReplSession> busy = sessions().stream()
				.filter((session) -> session.principal().name().equals(name)
						&& session.evaluations().activity().isBusy())
				.toList();
			busy.forEach((session) -> session.evaluations().interrupt("A test stops it."));
			return !busy.isEmpty() && busy.stream().allMatch(ReplSession::isStuck);
		});
	}

	private static Collection<ReplSession> sessions() {
		return repl.lifecycle().status().sessions();
	}

	private static TestPrincipal user(String name) {
		return new TestPrincipal(name, Set.of("ROLE_REPL_USER"));
	}

	private static TestPrincipal admin(String name) {
		return new TestPrincipal(name, Set.of("ROLE_REPL_ADMIN"));
	}

	private static Stubborn stubborn() {
		return repl.context().getBean(Stubborn.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Stubborn stubborn() {
			return new Stubborn();
		}

	}

}
