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
import java.util.regex.Pattern;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.MockMvc;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches methods while requests go through Spring MVC to them. Whatever the watch does,
 * no request fails, and none asks the database for more than without.
 */
@NullUnmarked
class WatchedRequestsTests {

	private static final String ORDERS = "(bean 'orders)";

	private static TestRepl repl;

	private static MockMvc mvc;

	private static Statistics statistics;

	private ReplClient client;

	private ShopRequests requests;

	@BeforeAll
	static void start() {
		repl = TestRepl.with(
				new Class<?>[] { WatchedShop.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class });
		EntityManagerFactory factory = repl.context().getBean(EntityManagerFactory.class);
		statistics = factory.unwrap(SessionFactory.class).getStatistics();
		ShopRequests.fill(factory);
		mvc = ShopRequests.mvcOf(repl.context());
	}

	@AfterAll
	static void stop() {
		repl.close();
	}

	@BeforeEach
	void open() {
		this.client = repl.login();
		this.requests = new ShopRequests(mvc);
	}

	@AfterEach
	void close() throws InterruptedException {
		this.requests.close();
		this.client.close();
		assertThat(this.requests.failures()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { ":when | (fn [_] (throw (Exception. \"x\"))) | java.lang.Exception: x",
			":show | (fn [_] (throw (Exception. \"x\"))) | java.lang.Exception: x",
			":when-after | (fn [_] (assert false)) | java.lang.AssertionError: Assert failed: false",
			":when | (fn f [x] (inc (f x))) | java.lang.StackOverflowError",
			":show-before | (fn [_] (throw (ThreadDeath.))) | java.lang.ThreadDeath",
			":when | (fn [_] (throw (dev.replboot.runtime.EvaluationStoppedError. nil))) | ",
			":when | (fn [_] (while true)) | 250 ms (the watch's :budget)",
			":show | (fn [_] (Thread/sleep 100000)) | 250 ms (the watch's :budget)",
			":when-after | (fn [_] @(promise)) | 250 ms (the watch's :budget)",
			":show | (fn [_] (vec (range 1000000000))) | ", ":when | (fn [_] (count (long-array 2000000000))) | ",
			":when | (fn [] true) | clojure.lang.ArityException",
			":show | (fn [_] (map / [1 2 0])) | java.lang.ArithmeticException",
			":show-before | (fn [_] (proxy [Object] [] (toString [] (throw (Error.))))) | none" })
	void whateverAFunctionOfTheWatchDoesRequestsSucceedAndItIsTold(String key, String function, String told) {
		// on a busy machine, what isn't about the budget has time
		String budget = (told != null && told.startsWith("250 ms")) ? "250ms" : "2s";
		String shown = this.client.eval("(watch " + ORDERS + " \"find\" {:limit 1 :for \"60s\" :budget \"" + budget
				+ "\" " + key + " " + function + "})");
		if ("none".equals(told)) {
			assertThat(shown).contains("#object [user.proxy$").doesNotContain(":ended");
			return;
		}
		assertThat(shown)
			.containsPattern("The watch w\\d+ of " + Pattern.quote(WatchedShop.Orders.class.getName())
					+ "\\.find\\(int\\) has ended: a function of the watch failed, the application's call went on: ")
			.contains((told != null) ? told : "", ":ended \"The watch");
	}

	@Test
	void anInterruptOfAFunctionIsntLeftOnTheApplicationsThread() {
		assertThat(this.client.eval("(let [interrupt (fn [_] (.interrupt (Thread/currentThread)) true)] (watch "
				+ ORDERS + " \"find\" {:limit 3 :for \"60s\" :budget \"2s\" :when interrupt :show-before interrupt"
				+ " :show interrupt}))"))
			.contains(":before true, :shown true")
			.doesNotContain("has ended");
	}

	@Test
	void whatAFunctionPrintsGoesToWhoeverWatches() {
		this.client.send("(watch " + ORDERS
				+ " \"find\" {:limit 1 :for \"60s\" :budget \"2s\" :show (fn [{[id] :args}] (println \"printed:\" id) :it)})\n");
		this.client.readUntil("printed: 7");
		this.client.readUntil(":it");
	}

	@Test
	void aFunctionThatWatchesIsToldWhyItCannot() {
		assertThat(this.client.eval("(watch " + ORDERS + " \"find\" {:for \"60s\" :budget \"2s\" :when (fn [_] (watch "
				+ ORDERS + " \"sums\"))})"))
			.contains("This thread belongs to no session", "Watch from the session itself.\"")
			.doesNotContain("itself..");
	}

	@Test
	void aFunctionThatIsSlowEndsTheWatch() {
		assertThat(this.client.eval("(watch " + ORDERS
				+ " \"find\" {:for \"60s\" :budget \"5ms\" :when (fn [_] (let [end (+ 8000000 (System/nanoTime))]"
				+ " (while (< (System/nanoTime) end))))})"))
			.contains("has ended", "5 ms");
	}

	@Test
	void aFunctionThatCallsTheMethodIsntWatchedItself() {
		assertThat(this.client.eval("(watch " + ORDERS
				+ " \"sums\" {:limit 2 :for \"60s\" :budget \"2s\" :show (fn [{:keys [this]}] (vec (.sums this (int-array [3]) nil)))})"))
			.contains("[3]  ")
			.doesNotContain("has ended");
	}

	@Test
	void filtersAndExpressionsChoose() {
		String shown = this.client.eval("(watch " + ORDERS
				+ " \"sums\" {:limit 1 :for \"60s\" :budget \"2s\" :show-before (fn [{[[n]] :args}] n)"
				+ " :when-after (fn [{:keys [result ms]}] (and (= 7 (first result)) (< ms 60000)))})");
		assertThat(shown).contains("7 -> [[-1 2] [[\"a\" nil] [\"b\"]]] => [7 2]  ")
			.contains(":before 7,", ":result [7 2]");
		assertThat(this.client.eval("(watch " + ORDERS + " \"sums\" {:for \"300ms\" :when-after :thrown})"))
			.doesNotContain(":shown");
		assertThat(this.client.eval("(watch " + ORDERS + " \"sums\" {:filter 1})"))
			.contains("There is no option :filter");
	}

	@Test
	void argumentsAreThoseBeforeTheCall() {
		assertThat(this.client.eval("(:args (first (:shown (watch " + ORDERS + " \"sums\" {:limit 1 :for \"60s\"}))))"))
			.contains("[[7 2] [[\"a\" nil] [\"b\"]]] => [7 2]")
			.endsWith("\n[[7 2] [[\"a\" nil] [\"b\"]]]");
	}

	@Test
	void entitiesAreShownWithoutLoadingAnything() {
		String entity = "#jpa/entity [" + WatchedShop.Order.class.getName() + " {:id 7, :buyer #jpa/not-loaded ["
				+ WatchedShop.Buyer.class.getName() + " {:id 5}], :note \"a gift\", :lines #jpa/not-loaded []}]";
		assertThat(this.client.eval("(watch " + ORDERS + " \"find\" {:limit 2 :for \"60s\"})"))
			.contains("[7] => " + entity);
		assertThat(this.client.eval("(watch " + ORDERS + " \"lines\" {:limit 2 :for \"60s\"})"))
			.contains("[" + entity + "] => #jpa/not-loaded []");
		assertThat(this.client.eval("(watch " + ORDERS + " \"nested\" {:limit 2 :for \"60s\"})"))
			.contains(":args [#java/optional " + entity + " [" + entity + "]], :result {\"page\" #object ["
					+ WatchedShop.Page.class.getName() + " {:order " + entity + ", :more [" + entity + "]}]}");
		assertThat(statistics.getPrepareStatementCount() - statistics.getEntityInsertCount())
			.as("one select for each request")
			.isLessThanOrEqualTo(statistics.getEntityLoadCount() + 40);
		assertThat(statistics.getCollectionLoadCount()).isZero();
	}

	@Test
	void aValueThatAnswersWithTroubleIsShownByItsFields() {
		assertThat(this.client.eval("(watch " + ORDERS + " \"nasty\" {:limit 2 :for \"60s\"})"))
			.contains("[#object [" + WatchedShop.Nasty.class.getName() + " {:value 42}]] => {",
					"\"list\" [#object [" + WatchedShop.Nasty.class.getName() + " {:value 42}] 1]")
			.doesNotContain("has ended");
	}

	@Test
	void theApplicationsOwnCallerIsShownBehindProxiesAndAspects() {
		assertThat(this.client.eval("(watch " + ORDERS + " \"find\" {:limit 1 :for \"60s\"})"))
			.containsPattern("from " + Pattern.quote(WatchedShop.Pages.class.getName()) + "\\.order:\\d+");
		assertThat(this.client.eval("(watch " + ORDERS + " \"lines\" {:limit 1 :for \"60s\"})"))
			.containsPattern("from " + Pattern.quote(WatchedShop.Pages.class.getName()) + "\\.order:\\d+");
		assertThat(this.client.eval("(trace-sql (.order (bean 'pages) 7))"))
			.containsPattern("WatchedShop\\$Orders\\.find:\\d+");
		assertThat(this.client
			.eval("(mapv (juxt :from (comp first :stack)) (callers " + ORDERS + " \"find\" {:limit 5 :for \"60s\"}))"))
			.startsWith("[[\"" + WatchedShop.Pages.class.getName() + ".order:");
		assertThat(this.client.eval("(:from (first (:shown (watch " + ORDERS + " \"find\" {:limit 1 :for \"60s\"}))))"))
			.doesNotContain("Timing");
		assertThat(this.client.eval("(:from (first (:shown (watch (bean 'pages) \"order\" {:limit 1 :for \"60s\"}))))"))
			.contains("org.springframework.web.method.support.InvocableHandlerMethod");
	}

	@Test
	void watchesAndAPatchOfOneMethodRunAtOnceInAnyOrder() {
		List<List<String>> orders = List.of(List.of("watch", "patch", "other"), List.of("patch", "watch", "other"),
				List.of("watch", "other", "patch"));
		try (ReplClient first = repl.login(); ReplClient second = repl.login()) {
			for (List<String> order : orders) {
				String patch = null;
				for (String step : order) {
					switch (step) {
						case "watch" -> watch(first, ":a");
						case "other" -> watch(second, ":b");
						default -> patch = this.client
							.eval("(:id (patch! " + ORDERS
									+ " \"sums\" (fn [_ _ proceed] (let [r (proceed)] (aset r 0 70) r))))")
							.replace("\"", "");
					}
				}
				assertThat(patch).matches("p\\d+");
				first.readUntil("{:a 70}");
				second.readUntil("{:b 70}");
				assertThat(this.client.eval("(mapv (juxt :method :author) (watches))"))
					.isEqualTo("[[\"sums(int[], String[][])\" \"ann\"] [\"sums(int[], String[][])\" \"ann\"]]");
				String id = this.client.eval("(:id (first (watches)))").replace("\"", "");
				assertThat(this.client.eval("(revert! \"" + id + "\")")).isEqualTo("true");
				boolean firstEnded = order.indexOf("watch") < order.indexOf("other");
				ReplClient ended = firstEnded ? first : second;
				ReplClient goesOn = firstEnded ? second : first;
				assertThat(ended.readUntil("user=> ")).contains("The watch " + id + " of ",
						"has ended: asked for by ann.");
				assertThat(this.client.eval("(revert! \"" + patch + "\")")).isEqualTo("true");
				goesOn.readUntil("{" + (firstEnded ? ":b" : ":a") + " 7}");
				goesOn.ctrlC();
				goesOn.readUntil("user=> ");
				assertThat(this.client.eval("[(watches) (patches)]")).isEqualTo("[[] []]");
			}
		}
	}

	private static void watch(ReplClient client, String name) {
		client.send("(watch " + ORDERS
				+ " \"sums\" {:limit 1000 :rate 25 :for \"5m\" :budget \"2s\" :show (fn [{r :result}] {" + name
				+ " (first r)})})\n");
		client.readUntil("{" + name);
	}

	@Test
	void whatIsntThereIsToldByRevert() {
		assertThat(this.client.eval("(revert! \"p99\")")).contains("There is no change, patch or watch named \"p99\"")
			.endsWith("false");
	}

}
