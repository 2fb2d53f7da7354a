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

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a patch may be, and what its author sees of it.
 */
@NullUnmarked
class PatchRulesTests {

	private static final String TILL = "\"" + Till.class.getName() + "\"";

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.callback=1m");
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
	}

	@Test
	void whatCannotBeCalledWithThreeArgumentsIsRefused() {
		for (String wrong : List.of("(fn [x] 1)", "(fn [a b c d] 1)", "(fn [a b c d & more] 1)", "(fn [] 1)", "nil",
				":key", "{}", "[1]", "'sym", "#{}", "\"text\"", "5", "(fn [^long a] 1)")) {
			assertThat(client.eval("(patch! " + TILL + " \"count\" " + wrong + ")")).as(wrong)
				.contains("A patch is a function of three arguments");
		}
		assertThat(client.eval("(patch! " + TILL + " \"count\" (fn ([a] 1) ([a b] 2)))")).contains("(1, 2)");
		assertThat(client.eval("(patch! nil \"count\" (fn [& _] 1))")).contains("There is nothing to patch");
		assertThat(client.eval("(patch! " + TILL + " nil (fn [& _] 1))")).contains("Give the method's name");
		assertThat(new Till().count(1)).isEqualTo(1);
		for (String right : List.of("(fn [a b c] 7)", "(fn [& more] 7)", "(fn [a & more] 7)", "(constantly 7)",
				"(partial (fn [x a b c] x) 7)", "(with-meta (fn [a b c] 7) {:a 1})", "(comp inc (constantly 6))",
				"(fn ([a] 1) ([a b c] 7))", "(do (def seven (fn [a b c] 7)) #'seven)",
				"(do (defmulti many (fn [& _] 1)) (defmethod many 1 [& _] 7) many)")) {
			assertThat(client.eval("(:calls (patch! " + TILL + " \"count\" " + right + "))")).as(right).isEqualTo("0");
			assertThat(new Till().count(1)).as(right).isEqualTo(7);
			client.eval("(revert-all!)");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{:max-errors "3"}         | :max-errors is a whole number
			{:max-errors -1}            | :max-errors is a whole number
			{:max-errors :none}         | :max-errors is a whole number
			{:max-errors 1.5}           | :max-errors is a whole number
			{:max-errors 1/2}           | :max-errors is a whole number
			{:keep 20}                  | :keep is no duration
			{:budget "5"}             | :budget is no duration
			{:reason (range)}           | :reason is a text
			{:all-repositories "true"} | :all-repositories is true or false
			[:max-errors 3]             | The options are a map
			[[:max-errors 3]]           | The options are a map
			"INC-42"                  | The options are a map
			{3 4}                       | The names of the options are keywords
			{:max-error 3}              | There is no option :max-error
			""")
	void optionThatMeansNothingIsRefused(String options, String sentence) {
		assertThat(client.eval("(patch! " + TILL + " \"count\" (fn [& _] 7) " + options + ")")).contains(sentence);
		assertThat(client.eval("(patches)")).isEqualTo("[]");
		assertThat(new Till().count(1)).isEqualTo(1);
	}

	@Test
	void optionsMayBeNil() {
		assertThat(client.eval("(:method (patch! " + TILL + " \"count\" (fn [& _] 7) nil))"))
			.isEqualTo("\"count(int)\"");
	}

	@Test
	void firstFailureIsNoticedAndTheLastIsShown() {
		client.eval("(do (patch! " + TILL + " \"count\" (fn [this [n] proceed] (if (= n 1) nil \"two\"))) nil)");
		assertThat(new Till().count(1)).isEqualTo(1);
		client.readUntil("count(int) failed for the first time: ");
		client.readUntil("What the patch of Till.count gave is nil, and has to be of the primitive type int\n");
		assertThat(new Till().count(2)).isEqualTo(2);
		assertThat(client.eval("((juxt :errors :last-error) (first (patches)))")).startsWith("[2 ")
			.contains("is of the type java.lang.String, and has to be of the type int");
	}

	@Test
	void exceptionOfClojuresReachesTheCallerAsOneOfJavas() {
		client.eval("(do (patch! " + TILL + " \"count\" (fn [this [n] proceed] (throw (ex-info \"no\" {:n n}"
				+ " (IllegalStateException. \"cause\" (ex-info \"deep\" {}))))) {:max-errors nil}) nil)");
		Throwable thrown = catchThrowable(() -> new Till().count(1));
		client.readUntil("failed for the first time: ");
		client.readUntil("\n");
		assertThat(thrown).isExactlyInstanceOf(RuntimeException.class).hasMessage("no");
		assertThat(thrown.getCause()).isExactlyInstanceOf(IllegalStateException.class).hasMessage("cause");
		assertThat(thrown.getCause().getCause()).isExactlyInstanceOf(RuntimeException.class).hasMessage("deep");
		assertThat(thrown.getStackTrace()).isNotEmpty();
	}

	@Test
	void whatAPatchPrintsGoesToItsAuthor() {
		client.eval("(do (patch! " + TILL + " \"count\""
				+ " (fn [this [n] proceed] (println \"count is\" n) (print \"open\") (proceed))) nil)");
		assertThat(new Till().count(3)).isEqualTo(3);
		client.readUntil("count is 3");
		client.readUntil("open");
	}

	/**
	 * What is patched.
	 */
	public static class Till {

		int count(int number) {
			return number;
		}

	}

}
