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

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches and patches methods of many kinds from sessions. What isn't replaced behaves as
 * without: results, exceptions, and the order of what happens.
 */
@NullUnmarked
class MethodKindTests {

	private static TestRepl repl;

	private static ReplClient author;

	private static ReplClient watcher;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.callback=1m");
		author = repl.login();
		watcher = repl.login();
	}

	@AfterAll
	static void close() {
		author.close();
		watcher.close();
		repl.close();
	}

	static List<ManyKinds.Kind> kinds() {
		return ManyKinds.all();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void callIsTheSameWatchedAndPatchedAndPutBack(ManyKinds.Kind kind) {
		String without = kind.outcome();
		int ended = ended();
		watcher.send("(:calls (watch " + method(kind) + " {:limit 1 :for \"60s\"}))\n");
		Patches patches = repl.context().getBean(Patches.class);
		// those that were before have ended; what the application calls itself may end
		// this one at once
		Awaitility.await().until(() -> patches.watches().all().size() == 1 || ended() > ended);
		assertThat(kind.outcome()).as("watched").isEqualTo(without);
		assertThat(watcher.readUntil("user=> ")).containsPattern("=> .* ms {2}\\[|threw");
		Awaitility.await().until(() -> patches.watches().all().isEmpty());
		patch(kind, "(proceed)");
		assertThat(kind.outcome()).as("proceeding").isEqualTo(without);
		assertCounted();
		patch(kind, "(dev.replboot.kit.patch.ManyKinds/instead \"" + kind.name() + "\")");
		String replaced = kind.outcome();
		assertThat(kind.isReplaced(replaced)).as("replaced: %s", replaced).isTrue();
		assertCounted();
		assertThat(kind.outcome()).as("put back").isEqualTo(without);
	}

	private static int ended() {
		return repl.events(AuditType.REPL_PATCH_REVERTED).size();
	}

	private static void patch(ManyKinds.Kind kind, String body) {
		assertThat(author.eval("(:id (patch! " + method(kind) + " (fn [this args proceed] " + body + ")))"))
			.matches("\"p\\d+\"");
	}

	private static String method(ManyKinds.Kind kind) {
		return "(dev.replboot.kit.patch.ManyKinds/target \"" + kind.name() + "\") \"" + kind.method() + "\"";
	}

	private static void assertCounted() {
		assertThat(author.eval("(map (juxt (comp pos? :calls) :errors) (revert-all!))")).isEqualTo("([true 0])");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ManyTypes$Upper    | <init>    | Patch a method that is called on the new object
			ManyTypes$Colour   | <clinit>  | Patch a method that is called on the new object
			ManyTypes$Greeting | word      | has no body
			ManyTypes$Deep     | hashCode  | declares no method hashCode
			ManyMethods$Plain  | odd(long) | None of the methods odd
			""")
	void methodThatCannotBeChangedIsRefused(String type, String method, String sentence) {
		String name = "\"" + ManyKinds.class.getPackageName() + "." + type + "\" \"" + method + "\"";
		assertThat(author.eval("(patch! " + name + " (fn [this args proceed]))")).contains(sentence);
		assertThat(author.eval("(watch " + name + " {:for \"1s\"})")).contains(sentence);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"java.util.ArrayList"                                            | size      | a class of Java's own
			(class (reify Runnable (run [_])))                               | run       | this REPL's Clojure
			(class (dev.replboot.kit.patch.ManyTypes$Lambdas/tenfold))       | applyAsInt | lambda$…
			(class (int-array 0))                                            | clone     |
			""")
	void classThatCannotBeChangedIsRefused(String type, String method, String sentence) {
		assertThat(author.eval("(patch! " + type + " \"" + method + "\" (fn [this args proceed]))"))
			.contains((sentence != null) ? sentence : "Java's own");
		assertThat(author.eval("(patches)")).endsWith("[]");
	}

}
