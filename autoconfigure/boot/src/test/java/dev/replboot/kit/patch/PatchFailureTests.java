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

package dev.replboot.kit.patch;

import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches that throw, give what does not fit, or take too long, and when they are given
 * up.
 */
@NullUnmarked
class PatchFailureTests {

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.open();
		client = repl.login();
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@AfterEach
	void revertAll() {
		client.eval("(revert-all!)");
		// a notice may stand before it
		assertThat(client.eval("(patches)")).endsWith("[]");
	}

	@Test
	void anExceptionOfThePatchReachesTheCallerUntilTheBrakeIsPulled() {
		assertThat(client.eval("(do (patch! " + PatchedMethods.nameOf("Plain")
				+ " \"price\" (fn [this args proceed] (throw (IllegalStateException. \"mine\"))) {:max-errors 2}) :ok)"))
			.isEqualTo(":ok");
		PatchedMethods.Plain plain = new PatchedMethods.Plain(2);
		List<String> answers = IntStream.range(0, 5).mapToObj((i) -> answer(plain)).toList();
		assertThat(answers).containsExactly("mine", "mine", "6", "6", "6");
		awaitNotice();
		assertThat(client.eval("(patches)")).isEqualTo("[]");
	}

	@Test
	void anExceptionOfTheOriginalIsNoErrorOfThePatch() {
		PatchedMethods.patch(client, "Plain", "fails", "(fn [this args proceed] (proceed))");
		assertThat(answerOf(() -> String.valueOf(new PatchedMethods.Plain(1).fails()))).isEqualTo("the original's");
		assertThat(client.eval("(:errors (first (patches)))")).isEqualTo("0");
	}

	@Test
	void whatCannotBeCoercedGivesTheOriginalsResult() {
		for (String wrong : List.of("nil", "1.5", "\"x\"", "99999999999")) {
			PatchedMethods.patch(client, "Plain", "price", "(fn [this args proceed] " + wrong + ")");
			assertThat(new PatchedMethods.Plain(2).price(3)).as(wrong).isEqualTo(6);
			client.readUntil("failed for the first time: ");
			client.readUntil("\n");
			assertThat(client.eval("((juxt :errors :last-error) (first (patches)))")).as(wrong)
				.startsWith("[1 \"")
				.contains("What the patch of Plain.price gave is ");
			client.eval("(revert-all!)");
		}
	}

	@Test
	void whatTakesTooLongIsGivenUp() {
		assertThat(client.eval("(do (patch! " + PatchedMethods.nameOf("Plain")
				+ " \"price\" (fn [this args proceed] (Thread/sleep 20) 5) {:max-errors 0 :budget \"5ms\"}) :ok)"))
			.isEqualTo(":ok");
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(5);
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(6);
		awaitNotice();
	}

	@Test
	void whatThrowsAnExceptionThatCannotBeDescribedIsGivenUp() {
		assertThat(client.eval("(do (patch! " + PatchedMethods.nameOf("Plain") + " \"price\" (fn [this args proceed]"
				+ " (throw (proxy [RuntimeException] [] (toString [] (while true)) (getMessage [] (while true)))))"
				+ " {:max-errors 0}) :ok)"))
			.isEqualTo(":ok");
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(6);
		awaitNotice();
		assertThat(client.eval("(patches)")).isEqualTo("[]");
	}

	// it comes when it is written, and would stand in the answer to a form otherwise
	private static void awaitNotice() {
		client.readUntil("was removed. The last failure: ");
		client.readUntil("\n");
	}

	private static String answer(PatchedMethods.Plain plain) {
		return answerOf(() -> String.valueOf(plain.price(3)));
	}

	private static String answerOf(java.util.function.Supplier<String> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			return ex.getMessage();
		}
	}

}
