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

import java.math.BigDecimal;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches methods of every kind from a session, calls them from Java, and puts them back.
 */
@NullUnmarked
class PatchMatrixTests {

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { PatchedMethods.Transactions.class });
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
	void anInstanceMethod() {
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(6);
		PatchedMethods.patch(client, "Plain", "price", "(fn [this args proceed] (+ 100 (proceed) (first args)))");
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(109);
		assertThat(client.eval("(:calls (first (patches)))")).isEqualTo("1");
		client.eval("(revert! (:id (first (patches))))");
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(6);
	}

	@Test
	void proceedWithOtherArguments() {
		PatchedMethods.patch(client, "Plain", "price", "(fn [this args proceed] (proceed (* 2 (first args))))");
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(12);
	}

	@Test
	void aPrivateMethod() {
		PatchedMethods.patch(client, "Plain", "secret", "(fn [this args proceed] (str (proceed) \"!\"))");
		assertThat(new PatchedMethods.Plain(2).callsSecret()).isEqualTo("secret!");
	}

	@Test
	void aStaticMethod() {
		PatchedMethods.patch(client, "Plain", "twice", "(fn [this args proceed] (if (nil? this) (inc (proceed)) :no))");
		assertThat(PatchedMethods.Plain.twice(4)).isEqualTo(9);
	}

	@Test
	void aVoidMethod() {
		PatchedMethods.patch(client, "Plain", "add",
				"(fn [this args proceed] (proceed (str (first args) \"?\")) :whatever)");
		PatchedMethods.Plain plain = new PatchedMethods.Plain(1);
		plain.add("a");
		assertThat(plain.added).hasToString("a?");
	}

	@Test
	void aMethodOfAFinalClass() {
		PatchedMethods.patch(client, "Final", "name", "(fn [this args proceed] \"patched\")");
		assertThat(new PatchedMethods.Final().name()).isEqualTo("patched");
	}

	@Test
	void anAccessorOfARecord() {
		PatchedMethods.patch(client, "Pair", "left", "(fn [this args proceed] (* 10 (proceed)))");
		assertThat(new PatchedMethods.Pair(4, 2).left()).isEqualTo(40);
	}

	@Test
	void aMethodOfAnEnum() {
		PatchedMethods.patch(client, "Colour", "code", "(fn [this args proceed] (str this))");
		assertThat(PatchedMethods.Colour.RED.code()).isEqualTo("RED");
	}

	@Test
	void aDefaultMethodOfAnInterface() {
		PatchedMethods.patch(client, "Greeting", "greet", "(fn [this args proceed] (str (proceed) \", patched\"))");
		assertThat(new PatchedMethods.Polite().greet()).isEqualTo("good day, patched");
	}

	@Test
	void theBodyOfALambda() {
		PatchedMethods.patch(client, "Plain", "lambda$lambda$0", "(fn [this args proceed] (dec (proceed)))");
		assertThat(PatchedMethods.Plain.lambda().applyAsInt(5)).isEqualTo(49);
	}

	@Test
	void oneOfSeveralOverloads() {
		assertThat(client.eval("(patch! " + PatchedMethods.nameOf("Plain") + " \"over\" (fn [& _] \"x\"))"))
			.contains("Several of the methods over")
			.contains("over(String)", "over(int)", "over(int, String)");
		PatchedMethods.patch(client, "Plain", "over(int, String)", "(fn [this args proceed] (pr-str args))");
		PatchedMethods.Plain plain = new PatchedMethods.Plain(1);
		assertThat(plain.over(1)).isEqualTo("int");
		assertThat(plain.over("s")).isEqualTo("String");
		assertThat(plain.over(1, "s")).isEqualTo("[1 \"s\"]");
	}

	@Test
	void aMethodThatASubclassOverridesKeepsItsSuper() {
		PatchedMethods.patch(client, "Plain", "price", "(fn [this args proceed] (+ 1000 (proceed)))");
		assertThat(new PatchedMethods.Dear(2).price(3)).isEqualTo(1000 + 6 + 1);
		assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(1006);
	}

	@Test
	void arrayAndVariableArguments() {
		PatchedMethods.patch(client, "Plain", "sum", "(fn [this args proceed] (+ (alength (first args)) (proceed)))");
		assertThat(new PatchedMethods.Plain(1).sum(1, 2, 3)).isEqualTo(9);
	}

	@Test
	void aTransactionalBeanKeepsItsTransaction() {
		PatchedMethods.Account account = repl.context().getBean(PatchedMethods.Account.class);
		assertThat(account.isInTransaction()).isEqualTo("true");
		assertThat(client
			.eval("(patch! (bean 'account) \"isInTransaction\" (fn [this args proceed] (str \"patched \" (proceed))))"))
			.contains(":id");
		assertThat(account.isInTransaction()).isEqualTo("patched true");
	}

	@Test
	void numbersAreCoercedToTheDeclaredType() {
		PatchedMethods.patch(client, "Plain", "total", "(fn [this args proceed] 12)");
		assertThat(new PatchedMethods.Plain(1).total()).isEqualByComparingTo(BigDecimal.valueOf(12));
		client.eval("(revert-all!)");
		PatchedMethods.patch(client, "Plain", "price", "(fn [this args proceed] 12.0)");
		assertThat(new PatchedMethods.Plain(1).price(1)).isEqualTo(12);
	}

	@Test
	void twoPatchesOfAClassAreRevertedInEitherOrder() {
		for (int[] order : new int[][] { { 0, 1 }, { 1, 0 } }) {
			PatchedMethods.patch(client, "Plain", "price", "(fn [this args proceed] 1)");
			PatchedMethods.patch(client, "Plain", "secret", "(fn [this args proceed] \"2\")");
			assertThat(client.eval("(def ids (mapv :id (patches)))")).isEqualTo("#'user/ids");
			client.eval("(revert! (ids " + order[0] + "))");
			assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo((order[0] == 0) ? 6 : 1);
			assertThat(new PatchedMethods.Plain(2).callsSecret()).isEqualTo((order[0] == 0) ? "2" : "secret");
			client.eval("(revert! (ids " + order[1] + "))");
			assertThat(new PatchedMethods.Plain(2).price(3)).isEqualTo(6);
			assertThat(new PatchedMethods.Plain(2).callsSecret()).isEqualTo("secret");
		}
	}

	@Test
	void whatMustNotBePatchedIsRefused() {
		assertThat(client.eval("(patch! String \"length\" (fn [& _] 0))")).contains("a class of Java's own");
		assertThat(client.eval("(patch! java.sql.DriverManager \"getDrivers\" (fn [& _] nil))"))
			.contains("a class of Java's own");
		assertThat(client.eval("(patch! clojure.lang.RT \"first\" (fn [& _] nil))")).contains("this REPL's Clojure");
		assertThat(client.eval("(patch! dev.replboot.kit.patch.Patches \"count\" (fn [& _] 0))"))
			.contains("which isn't patched");
		assertThat(client.eval("(patch! " + PatchedMethods.nameOf("Greeting") + " \"word\" (fn [& _] nil))"))
			.contains("has no body");
		assertThat(client.eval("(patch! " + PatchedMethods.nameOf("Dear") + " \"twice\" (fn [& _] nil))"))
			.contains("It inherits it: patch");
		assertThat(client.eval("(patch! " + PatchedMethods.nameOf("Plain") + " \"none\" (fn [& _] nil))"))
			.contains("declares no method none");
		assertThat(client.eval("(patch! " + PatchedMethods.nameOf("Plain") + " \"price\" (fn [& _] nil) {:kep 1})"))
			.contains("There is no option :kep");
		assertThat(
				client.eval("(patch! " + PatchedMethods.nameOf("Plain") + " \"price\" (fn [& _] nil) {:keep \"9h\"})"))
			.contains("repl.patch.max");
		PatchedMethods.patch(client, "Plain", "price", "(fn [& _] 1)");
		assertThat(client.eval("(patch! " + PatchedMethods.nameOf("Plain") + " \"price\" (fn [& _] 2))"))
			.contains("is patched already");
	}

}
