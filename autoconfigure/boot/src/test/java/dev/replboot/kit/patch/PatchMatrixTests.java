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
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches methods of every kind from a session, calls them from Java, and puts them back.
 */
@NullUnmarked
class PatchMatrixTests {

	private static final String HERE = PatchMatrixTests.class.getName();

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Transactions.class });
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
		assertThat(new Plain(2).price(3)).isEqualTo(6);
		patch("Plain", "price", "(fn [this args proceed] (+ 100 (proceed) (first args)))");
		assertThat(new Plain(2).price(3)).isEqualTo(109);
		assertThat(client.eval("(:calls (first (patches)))")).isEqualTo("1");
		client.eval("(revert! (:id (first (patches))))");
		assertThat(new Plain(2).price(3)).isEqualTo(6);
	}

	@Test
	void proceedWithOtherArguments() {
		patch("Plain", "price", "(fn [this args proceed] (proceed (* 2 (first args))))");
		assertThat(new Plain(2).price(3)).isEqualTo(12);
	}

	@Test
	void aPrivateMethod() {
		patch("Plain", "secret", "(fn [this args proceed] (str (proceed) \"!\"))");
		assertThat(new Plain(2).callsSecret()).isEqualTo("secret!");
	}

	@Test
	void aStaticMethod() {
		patch("Plain", "twice", "(fn [this args proceed] (if (nil? this) (inc (proceed)) :no))");
		assertThat(Plain.twice(4)).isEqualTo(9);
	}

	@Test
	void aVoidMethod() {
		patch("Plain", "add", "(fn [this args proceed] (proceed (str (first args) \"?\")) :whatever)");
		Plain plain = new Plain(1);
		plain.add("a");
		assertThat(plain.added).hasToString("a?");
	}

	@Test
	void aMethodOfAFinalClass() {
		patch("Final", "name", "(fn [this args proceed] \"patched\")");
		assertThat(new Final().name()).isEqualTo("patched");
	}

	@Test
	void anAccessorOfARecord() {
		patch("Pair", "left", "(fn [this args proceed] (* 10 (proceed)))");
		assertThat(new Pair(4, 2).left()).isEqualTo(40);
	}

	@Test
	void aMethodOfAnEnum() {
		patch("Colour", "code", "(fn [this args proceed] (str this))");
		assertThat(Colour.RED.code()).isEqualTo("RED");
	}

	@Test
	void aDefaultMethodOfAnInterface() {
		patch("Greeting", "greet", "(fn [this args proceed] (str (proceed) \", patched\"))");
		assertThat(new Polite().greet()).isEqualTo("good day, patched");
	}

	@Test
	void theBodyOfALambda() {
		patch("Plain", "lambda$lambda$0", "(fn [this args proceed] (dec (proceed)))");
		assertThat(Plain.lambda().applyAsInt(5)).isEqualTo(49);
	}

	@Test
	void oneOfSeveralOverloads() {
		assertThat(client.eval("(patch! " + name("Plain") + " \"over\" (fn [& _] \"x\"))"))
			.contains("Several of the methods over")
			.contains("over(String)", "over(int)", "over(int, String)");
		patch("Plain", "over(int, String)", "(fn [this args proceed] (pr-str args))");
		Plain plain = new Plain(1);
		assertThat(plain.over(1)).isEqualTo("int");
		assertThat(plain.over("s")).isEqualTo("String");
		assertThat(plain.over(1, "s")).isEqualTo("[1 \"s\"]");
	}

	@Test
	void aMethodThatASubclassOverridesKeepsItsSuper() {
		patch("Plain", "price", "(fn [this args proceed] (+ 1000 (proceed)))");
		assertThat(new Dear(2).price(3)).isEqualTo(1000 + 6 + 1);
		assertThat(new Plain(2).price(3)).isEqualTo(1006);
	}

	@Test
	void arrayAndVariableArguments() {
		patch("Plain", "sum", "(fn [this args proceed] (+ (alength (first args)) (proceed)))");
		assertThat(new Plain(1).sum(1, 2, 3)).isEqualTo(9);
	}

	@Test
	void aTransactionalBeanKeepsItsTransaction() {
		Account account = repl.context().getBean(Account.class);
		assertThat(account.isInTransaction()).isEqualTo("true");
		assertThat(client
			.eval("(patch! (bean 'account) \"isInTransaction\" (fn [this args proceed] (str \"patched \" (proceed))))"))
			.contains(":id");
		assertThat(account.isInTransaction()).isEqualTo("patched true");
	}

	@Test
	void numbersAreCoercedToTheDeclaredType() {
		patch("Plain", "total", "(fn [this args proceed] 12)");
		assertThat(new Plain(1).total()).isEqualByComparingTo(BigDecimal.valueOf(12));
		client.eval("(revert-all!)");
		patch("Plain", "price", "(fn [this args proceed] 12.0)");
		assertThat(new Plain(1).price(1)).isEqualTo(12);
	}

	@Test
	void whatCannotBeCoercedGivesTheOriginalsResult() {
		for (String wrong : List.of("nil", "1.5", "\"x\"", "99999999999")) {
			patch("Plain", "price", "(fn [this args proceed] " + wrong + ")");
			assertThat(new Plain(2).price(3)).as(wrong).isEqualTo(6);
			client.readUntil("failed for the first time: ");
			client.readUntil("\n");
			assertThat(client.eval("((juxt :errors :last-error) (first (patches)))")).as(wrong)
				.startsWith("[1 \"")
				.contains("What the patch of Plain.price gave is ");
			client.eval("(revert-all!)");
		}
	}

	@Test
	void twoPatchesOfAClassAreRevertedInEitherOrder() {
		for (int[] order : new int[][] { { 0, 1 }, { 1, 0 } }) {
			patch("Plain", "price", "(fn [this args proceed] 1)");
			patch("Plain", "secret", "(fn [this args proceed] \"2\")");
			assertThat(client.eval("(def ids (mapv :id (patches)))")).isEqualTo("#'user/ids");
			client.eval("(revert! (ids " + order[0] + "))");
			assertThat(new Plain(2).price(3)).isEqualTo((order[0] == 0) ? 6 : 1);
			assertThat(new Plain(2).callsSecret()).isEqualTo((order[0] == 0) ? "2" : "secret");
			client.eval("(revert! (ids " + order[1] + "))");
			assertThat(new Plain(2).price(3)).isEqualTo(6);
			assertThat(new Plain(2).callsSecret()).isEqualTo("secret");
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
		assertThat(client.eval("(patch! " + name("Greeting") + " \"word\" (fn [& _] nil))")).contains("has no body");
		assertThat(client.eval("(patch! " + name("Dear") + " \"twice\" (fn [& _] nil))"))
			.contains("It inherits it: patch");
		assertThat(client.eval("(patch! " + name("Plain") + " \"none\" (fn [& _] nil))"))
			.contains("declares no method none");
		assertThat(client.eval("(patch! " + name("Plain") + " \"price\" (fn [& _] nil) {:kep 1})"))
			.contains("There is no option :kep");
		assertThat(client.eval("(patch! " + name("Plain") + " \"price\" (fn [& _] nil) {:keep \"9h\"})"))
			.contains("repl.patch.max");
		patch("Plain", "price", "(fn [& _] 1)");
		assertThat(client.eval("(patch! " + name("Plain") + " \"price\" (fn [& _] 2))")).contains("is patched already");
	}

	@Test
	void anExceptionOfThePatchReachesTheCallerUntilTheBrakeIsPulled() {
		assertThat(client.eval("(do (patch! " + name("Plain")
				+ " \"price\" (fn [this args proceed] (throw (IllegalStateException. \"mine\"))) {:max-errors 2}) :ok)"))
			.isEqualTo(":ok");
		Plain plain = new Plain(2);
		List<String> answers = IntStream.range(0, 5).mapToObj((i) -> answer(plain)).toList();
		assertThat(answers).containsExactly("mine", "mine", "6", "6", "6");
		awaitNotice();
		assertThat(client.eval("(patches)")).isEqualTo("[]");
	}

	@Test
	void anExceptionOfTheOriginalIsNoErrorOfThePatch() {
		patch("Plain", "fails", "(fn [this args proceed] (proceed))");
		assertThat(answerOf(() -> String.valueOf(new Plain(1).fails()))).isEqualTo("the original's");
		assertThat(client.eval("(:errors (first (patches)))")).isEqualTo("0");
	}

	@Test
	void whatTakesTooLongIsGivenUp() {
		assertThat(client.eval("(do (patch! " + name("Plain")
				+ " \"price\" (fn [this args proceed] (Thread/sleep 20) 5) {:max-errors 0 :budget \"5ms\"}) :ok)"))
			.isEqualTo(":ok");
		assertThat(new Plain(2).price(3)).isEqualTo(5);
		assertThat(new Plain(2).price(3)).isEqualTo(6);
		awaitNotice();
	}

	@Test
	void whatThrowsAnExceptionThatCannotBeDescribedIsGivenUp() {
		assertThat(client.eval("(do (patch! " + name("Plain") + " \"price\" (fn [this args proceed]"
				+ " (throw (proxy [RuntimeException] [] (toString [] (while true)) (getMessage [] (while true)))))"
				+ " {:max-errors 0}) :ok)"))
			.isEqualTo(":ok");
		assertThat(new Plain(2).price(3)).isEqualTo(6);
		awaitNotice();
		assertThat(client.eval("(patches)")).isEqualTo("[]");
	}

	// it comes when it is written, and would stand in the answer to a form otherwise
	private static void awaitNotice() {
		client.readUntil("was put back. The last failure: ");
		client.readUntil("\n");
	}

	private static String answer(Plain plain) {
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

	private static void patch(String type, String method, String body) {
		String answer = client.eval("(:id (patch! " + name(type) + " \"" + method + "\" " + body + "))");
		assertThat(answer).matches("\"p\\d+\"");
	}

	private static String name(String type) {
		return "\"" + HERE + "$" + type + "\"";
	}

	/**
	 * A class with methods of many kinds.
	 */
	static class Plain {

		private final int factor;

		private final StringBuilder added = new StringBuilder();

		Plain(int factor) {
			this.factor = factor;
		}

		static int twice(int number) {
			return 2 * number;
		}

		static IntUnaryOperator lambda() {
			return (number) -> number * 10;
		}

		int price(int quantity) {
			return this.factor * quantity;
		}

		private String secret() {
			return "secret";
		}

		String callsSecret() {
			return secret();
		}

		void add(String text) {
			this.added.append(text);
		}

		String over(int number) {
			return "int";
		}

		String over(String text) {
			return "String";
		}

		String over(int number, String text) {
			return "both";
		}

		int sum(int... numbers) {
			return IntStream.of(numbers).sum();
		}

		BigDecimal total() {
			return BigDecimal.ONE;
		}

		Object fails() {
			throw new IllegalArgumentException("the original's");
		}

	}

	/**
	 * Overrides a method and calls it.
	 */
	static class Dear extends Plain {

		Dear(int factor) {
			super(factor);
		}

		@Override
		int price(int quantity) {
			return super.price(quantity) + 1;
		}

	}

	/**
	 * A final class.
	 */
	static final class Final {

		String name() {
			return "final";
		}

	}

	record Pair(int left, int right) {

	}

	/**
	 * An enum.
	 */
	enum Colour {

		RED;

		String code() {
			return "r";
		}

	}

	/**
	 * An interface with a default method.
	 */
	interface Greeting {

		String word();

		default String greet() {
			return "good " + word();
		}

	}

	/**
	 * Implements it.
	 */
	static class Polite implements Greeting {

		@Override
		public String word() {
			return "day";
		}

	}

	/**
	 * Transactions around a bean.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:patches"));
		}

		@Bean
		Account account() {
			return new Account();
		}

	}

	/**
	 * A bean with transactions.
	 */
	static class Account {

		@Autowired
		private PlatformTransactionManager manager;

		@Transactional
		String isInTransaction() {
			return String.valueOf(TransactionSynchronizationManager.isActualTransactionActive());
		}

	}

}
