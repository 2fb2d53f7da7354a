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

package dev.replboot.listener.socket;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import dev.replboot.access.Denial;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.OsUser;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who connects, as the operating system sees it, with clients of several users.
 */
@EnabledOnOs(OS.LINUX)
class PeerTests {

	private static final String SELF = MappedUsers.SELF;

	private static OsUser bob;

	@TempDir
	private Path folder;

	@BeforeAll
	static void makeUser() {
		bob = OsUser.make("replbob");
	}

	@AfterAll
	static void removeUser() {
		if (bob != null) {
			bob.close();
		}
	}

	private static String[] nc(TestRepl repl) {
		return new String[] { "nc", "-N", "127.0.0.1", String.valueOf(repl.address().port()) };
	}

	private static String viaSocketFile(TestRepl repl, String input) {
		return OsUser.run(input, List.of("nc", "-N", "-U", String.valueOf(repl.address().path())));
	}

	private String path() {
		return "repl.socket.path=" + this.folder.resolve("private/r.sock");
	}

	private static void assertRefused(TestRepl repl, Denial.Reason reason) {
		// the connection ends before the denial is published
		Awaitility.await().untilAsserted(() -> {
			assertThat(Denials.of(repl)).extracting(Denial::reason).containsExactly(reason);
			assertThat(Denials.counted(repl, reason)).isEqualTo(1);
		});
		assertThat(repl.events(AuditType.REPL_SESSION_STARTED)).isEmpty();
	}

	@Test
	void anotherUserIsNamedInTheSessionAndOnRecord() {
		try (TestRepl repl = TestRepl.open()) {
			String answer = bob.runs(repl.token(TestPrincipal.USER) + "\n(:peer (who))\n", nc(repl));
			assertThat(answer).contains("You are ulf, connected as replbob (uid ", ":user \"replbob\"");
			AuditApplicationEvent started = repl.events(AuditType.REPL_SESSION_STARTED).get(0);
			assertThat(started.getAuditEvent().getPrincipal()).isEqualTo("ulf");
			assertThat(started.getAuditEvent().getData()).containsEntry("peerUser", "replbob")
				.containsKeys("peer", "peerUid");
		}
	}

	@Test
	void wrongTokenIsRecordedWithTheUserWhoSentIt() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class })) {
			// who guesses is looked up for as long as the answer is held back, which a
			// busy
			// machine can be too slow for
			Awaitility.await().untilAsserted(() -> {
				Denials.forget(repl);
				assertThat(bob.runs("wrong\n", nc(repl))).contains("no valid token");
				Awaitility.await().until(() -> !Denials.of(repl).isEmpty());
				assertThat(Denials.of(repl)).singleElement().satisfies((denial) -> {
					assertThat(denial.principal()).isNull();
					assertThat(denial.peer()).isNotNull();
					assertThat(denial.peer().user()).isEqualTo("replbob");
				});
			});
		}
	}

	@Test
	void sameUserRequiredAnotherIsRefusedAndTheSameLetIn() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.peer.require=same-user")) {
			assertThat(bob.runs(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", nc(repl)))
				.contains("You are replbob", "repl.peer.require=same-user")
				.doesNotContain("user=> 7007");
			assertRefused(repl, Denial.Reason.PEER);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(repl.events(AuditType.REPL_REFUSED)).singleElement().satisfies((event) -> {
							assertThat(event.getAuditEvent().getPrincipal()).isEqualTo("ulf");
							assertThat(event.getAuditEvent().getData()).containsEntry("reason", "peer")
								.containsEntry("peerUser", "replbob");
						}));
			assertThat(OsUser.run(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", List.of(nc(repl))))
				.contains("user=> 7007");
		}
	}

	@Test
	void listedRequiredUnlistedIsRefusedAndListedLetIn() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.peer.require=listed",
				"repl.peer.users=alice,replbob")) {
			assertThat(OsUser.run(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", List.of(nc(repl))))
				.contains("You are " + SELF, "repl.peer.users")
				.doesNotContain("user=> 7007");
			assertRefused(repl, Denial.Reason.PEER);
			assertThat(bob.runs(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", nc(repl))).contains("user=> 7007");
		}
	}

	@Test
	void userThatStandsForAnybodyCountsAsUnknown() {
		// 65534 is also what the kernel shows for every user that it can't map
		OsUser nobody = OsUser.existing("nobody");
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.peer.require=listed",
				"repl.peer.users=nobody")) {
			assertThat(nobody.runs(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", nc(repl)))
				.contains("could not be determined", "repl.peer.require=listed")
				.doesNotContain("user=> 7007");
			assertRefused(repl, Denial.Reason.PEER_UNKNOWN);
		}
	}

	@Test
	void unknownUserComesInWhereNothingIsDemanded() {
		OsUser nobody = OsUser.existing("nobody");
		try (TestRepl repl = TestRepl.open()) {
			assertThat(nobody.runs(repl.token(TestPrincipal.USER) + "\n(* 1001 7) (:user (:peer (who)))\n", nc(repl)))
				.contains("user=> 7007", "nil");
		}
	}

	@Test
	void mappedUserNeedsNoTokenOnASocketFile() {
		try (TestRepl repl = mapped(path())) {
			String answer = viaSocketFile(repl, "(:principal (who))\n(* 1001 7)\n");
			assertThat(answer).contains("\"" + SELF + "\"", "user=> 7007");
			assertThat(repl.events(AuditType.REPL_SESSION_STARTED).get(0).getAuditEvent().getPrincipal())
				.isEqualTo(SELF);
		}
	}

	@Test
	void mappedUserMaySendATokenAllTheSame() {
		try (TestRepl repl = mapped(path())) {
			String token = repl.token(new TestPrincipal(SELF, Set.of("ROLE_REPL_USER")));
			assertThat(viaSocketFile(repl, token + "\n(* 1001 7)\n")).contains("user=> 7007")
				.doesNotContain("Unable to resolve");
		}
	}

	@Test
	void mappedUserTokenAsAStringIsNeitherEvaluatedNorRecorded() {
		try (TestRepl repl = mapped(path())) {
			String token = repl.token(new TestPrincipal(SELF, Set.of("ROLE_REPL_USER")));
			assertThat(viaSocketFile(repl, "\"" + token + "\"\n(* 1001 7)\n")).contains("user=> 7007")
				.doesNotContain(token);
			assertThat(repl.events()).extracting((event) -> event.getAuditEvent().getData().toString())
				.noneMatch((data) -> data.contains(token));
		}
	}

	@Test
	void mappedUserPreplAnswersNoTokenThatWasntSent() {
		String prepl = this.folder.resolve("own/prepl.sock").toString();
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class, MappedUsers.WithRole.class },
				"repl.peer.require=mapped", "repl.prepl.enabled=true", "repl.prepl.path=" + prepl)) {
			String answer = OsUser.run("(* 1001 7)\n", List.of("nc", "-N", "-U", prepl));
			assertThat(answer).startsWith("{:tag :ret, :val \"7007\"");
		}
	}

	@Test
	void mappedUserWithAnothersTokenIsRefused() {
		try (TestRepl repl = mapped()) {
			String own = repl.token(new TestPrincipal(SELF, Set.of("ROLE_REPL_USER")));
			assertThat(OsUser.run(own + "\n(* 1001 7)\n", List.of(nc(repl)))).contains("user=> 7007");
			String others = repl.token(TestPrincipal.USER);
			assertThat(OsUser.run(others + "\n(* 1001 7)\n", List.of(nc(repl)))).contains("The token is of ulf")
				.doesNotContain("user=> 7007");
			Awaitility.await()
				.untilAsserted(() -> assertThat(Denials.of(repl)).extracting(Denial::reason)
					.containsExactly(Denial.Reason.PEER));
		}
	}

	@Test
	void mappedUserNeedsATokenOnAPort() {
		try (TestRepl repl = mapped()) {
			assertThat(OsUser.run("(* 1001 7)\n", List.of(nc(repl)))).contains("no valid token")
				.doesNotContain("user=> 7007");
			assertRefused(repl, Denial.Reason.TOKEN);
		}
	}

	@Test
	void mappedUserWhomTheApplicationDoesNotKnowIsRefused() {
		try (TestRepl repl = mapped()) {
			assertThat(bob.runs(repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n", nc(repl)))
				.contains("the application has no user of that name")
				.doesNotContain("user=> 7007");
			assertRefused(repl, Denial.Reason.PEER);
		}
	}

	@Test
	void mappedUserWithoutTheRoleIsRefused() {
		assertRefusedOnSocketFile(MappedUsers.NoRole.class, "repl.roles.user");
	}

	@Test
	void mappedDisabledUserIsRefused() {
		assertRefusedOnSocketFile(MappedUsers.Disabled.class, "can log in");
	}

	private void assertRefusedOnSocketFile(Class<?> users, String why) {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Denials.class, users }, "repl.peer.require=mapped",
				path())) {
			assertThat(viaSocketFile(repl, "(* 1001 7)\n")).contains(why).doesNotContain("user=> 7007");
			assertRefused(repl, Denial.Reason.PEER);
		}
	}

	@Test
	void mappedUserHttpRequestIsRefused() {
		try (TestRepl repl = mapped(path())) {
			assertThat(viaSocketFile(repl, "GET /(* 1001 7) HTTP/1.1\r\n\r\n")).isEmpty();
			assertRefused(repl, Denial.Reason.HTTP);
		}
	}

	private static TestRepl mapped(String... more) {
		String[] properties = (more.length == 0) ? new String[] { "repl.peer.require=mapped" }
				: new String[] { "repl.peer.require=mapped", more[0] };
		return TestRepl.with(new Class<?>[] { Denials.class, MappedUsers.WithRole.class }, properties);
	}

}
