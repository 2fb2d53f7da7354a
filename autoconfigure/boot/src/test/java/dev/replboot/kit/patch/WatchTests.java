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

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches a method that another thread calls again and again.
 */
@NullUnmarked
class WatchTests {

	private static final String SHOP = "\"" + BusyShop.Shop.class.getName() + "\"";

	private static final Pattern PLUMBING = Pattern
		.compile("\\$\\$SpringCGLIB|\\$Proxy\\d|org\\.springframework\\.(aop|cglib)"
				+ "|java\\.lang\\.(invoke|reflect)\\.|jdk\\.internal\\.reflect|dev\\.replboot\\.runtime"
				+ "|repl\\.kit\\.patch\\$|dev\\.replboot\\.kit\\.patch\\.(?!BusyShop)|java\\.lang\\.StackStreamFactory");

	private static TestRepl repl;

	private BusyShop shop;

	private ReplClient client;

	@BeforeAll
	static void start() {
		repl = TestRepl.open();
	}

	@AfterAll
	static void stop() {
		repl.close();
	}

	@BeforeEach
	void open() {
		this.client = repl.login();
		this.shop = new BusyShop();
	}

	@AfterEach
	void close() throws InterruptedException {
		this.shop.close();
		this.client.close();
		// the next test finds the method as it was
		Patches patches = repl.context().getBean(Patches.class);
		Awaitility.await().until(() -> patches.all().isEmpty() && patches.watches().all().isEmpty());
	}

	@Test
	void callsAreShownWithArgumentsResultTimeThreadAndCaller() {
		String shown = this.client.eval("(watch " + SHOP + " \"buy\" {:limit 20 :rate 100})");
		assertThat(shown)
			.containsPattern("\\[3 \"apple\"] => \"3 apple\"  \\d+\\.\\d{3} ms  \\[customer]  from "
					+ BusyShop.class.getName().replace(".", "\\.") + "\\.buy:\\d+")
			.contains("[0 \"apple\"] => threw \"java.lang.IllegalArgumentException: none\"")
			.containsPattern("\\{:calls \\d+, :dropped \\d+, :shown \\[\\{:at #inst \"")
			.contains(":args [3 \"apple\"], :result \"3 apple\"}",
					":args [0 \"apple\"], :thrown #error [java.lang.IllegalArgumentException \"none\"]}");
		assertThat(shown.lines().filter((line) -> line.contains("=>"))).hasSize(20);
		assertThat(repl.events(AuditType.REPL_PATCHED)).last()
			.satisfies((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("watch", true));
		assertThat(this.client.eval("(patches)")).isEqualTo("[]");
	}

	@Test
	void onlyWhatIsAskedForIsShown() {
		String shown = this.client.eval("(watch " + SHOP
				+ " \"buy\" {:limit 3 :budget \"2s\" :when (fn [{:keys [args]}] (= 7 (first args)))})");
		assertThat(shown.lines().filter((line) -> line.contains("=>"))).hasSize(3)
			.allMatch((line) -> line.startsWith("[7 "));
	}

	@Test
	void itEndsAfterItsTimeAndWhatIsTooMuchIsCounted() {
		// on a busy machine there may be no call in that time, and it may take longer
		Awaitility.await()
			.until(this::watchOneCallASecond,
					(shown) -> shown.contains("=>") && shown.matches("(?s).*:dropped [1-9].*"));
	}

	private String watchOneCallASecond() {
		long begin = System.nanoTime();
		String shown = this.client.eval("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"1500ms\"})");
		int seconds = (int) Duration.ofNanos(System.nanoTime() - begin).toSeconds();
		// it begins and ends within a second
		assertThat(shown.lines().filter((line) -> line.contains("=>"))).hasSizeBetween(0, seconds + 2);
		return shown;
	}

	@Test
	void whatIsNotShownIsDropped() {
		for (int i = 0; i < 5; i++) {
			String shown = this.client.eval("(let [{:keys [calls dropped shown]} (watch " + SHOP
					+ " \"buy\" {:limit 5 :rate 100 :budget \"2s\"})] (- calls dropped (count shown)))");
			assertThat(shown).endsWith("\n0");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"buy\" {:rate 1 :for \"300ms\"}", "\"slow\" {:for \"300ms\"}",
			"\"slow\" {:for \"300ms\" :when (fn [_] true)}" })
	void whatIsNotShownWhenTheTimeEndsIsDropped(String watched) {
		for (int i = 0; i < 5; i++) {
			String shown = this.client.eval("(let [{:keys [calls dropped shown]} (watch " + SHOP + " " + watched
					+ ")] [:left (- calls dropped (count shown))])");
			assertThat(shown).endsWith("[:left 0]");
		}
	}

	@Test
	void limitsAreCompulsory() {
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:limit 5000})")).contains(":limit is from 1 to 1000");
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:rate 5000})")).contains(":rate is from 1 to 100");
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:for \"1h\"})")).contains(":for is at most PT10M");
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:limit nil})")).contains(":limit is from 1 to 1000");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{:limit \"3\"} | :limit is from 1 to 1000", "{:limit 2.5} | :limit is from 1 to 1000",
					"{:rate :fast} | :rate is from 1 to 100", "{:for \"-5s\"} | :for is a time with its unit",
					"{:for \"0s\"} | :for is a time with its unit", "{:for 5} | :for is a time with its unit",
					"{:for \"5\"} | :for is a time with its unit",
					"{:budget \"0ms\"} | :budget is a time with its unit", "[:limit 2] | The options are a map",
					"{:when 5} | :when is a function of a call", "{:show \"args\"} | :show is a function of a call" })
	void optionsThatMeanNothingAreRefused(String options, String sentence) {
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" " + options + ")")).contains(sentence)
			.doesNotContain(":calls");
	}

	@Test
	void whatNamesNoMethodIsRefused() {
		assertThat(this.client.eval("(watch nil \"buy\")")).contains("There is nothing to watch");
		assertThat(this.client.eval("(stack nil \"buy\")")).contains("There is nothing to watch");
		assertThat(this.client.eval("(time-tree " + SHOP + " nil)")).contains("Give the method's name");
		assertThat(this.client.eval("(watch " + SHOP + " 5)")).contains("Give the method's name");
	}

	@Test
	void anInterruptEndsIt() {
		this.client.send("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"10m\"})\n");
		this.client.readUntil("customer]");
		this.client.ctrlC();
		this.client.readUntil("user=> ");
		assertThat(this.client.eval("(:id (patch! " + SHOP + " \"buy\" (fn [& _] \"x\")))")).matches("\"p\\d+\"");
	}

	@Test
	void aDroppedConnectionEndsIt() {
		try (ReplClient other = repl.login()) {
			other.send("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"10m\"})\n");
			other.readUntil("customer]");
		}
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !this.client.eval("(watches)").contains(":id"));
	}

	@Test
	void whoeverWatchesIsToldWhenTheSessionIsEndedOrTheReplClosed() {
		try (ReplClient other = repl.login()) {
			watchFor10Minutes(other);
			String session = this.client.eval("(:session (first (watches)))").replace("\"", "");
			repl.lifecycle().sessions().end(TestPrincipal.ADMIN, session);
			assertThat(other.readToEnd()).contains("The session was ended by ann");
		}
		Awaitility.await().until(() -> this.client.eval("(watches)").equals("[]"));
		// closing waits for two seconds; a busy machine may keep a thread for longer
		Awaitility.await().until(this::closeWhileWatching, List::isEmpty);
	}

	private List<String> closeWhileWatching() {
		watchFor10Minutes(this.client);
		List<String> leftovers = repl.lifecycle().close(TestPrincipal.ADMIN).leftovers();
		assertThat(this.client.readToEnd()).contains("The REPL was closed by ann");
		this.client.close();
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
		this.client = repl.login();
		return leftovers;
	}

	private static void watchFor10Minutes(ReplClient client) {
		client.send("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"10m\"})\n");
		client.readUntil("customer]");
	}

	@Test
	void callersAreCounted() {
		assertThat(this.client.eval("(let [[{:keys [calls stack]}] (stack " + SHOP
				+ " \"buy\" {:limit 5 :for \"60s\"})] [calls (first stack)])"))
			.startsWith("[5 \"" + BusyShop.class.getName() + ".buy:");
	}

	@Test
	void theTimeBelowAMethodIsShownAsATree() {
		// on a busy machine nobody may have looked in that time
		String shown = Awaitility.await()
			.until(() -> this.client.eval("(time-tree " + SHOP + " \"slow\" {:for \"2s\"})"),
					(tree) -> tree.contains(BusyShop.Shop.class.getName() + ".wrap")
							&& tree.contains(BusyShop.Shop.class.getName() + ".press"));
		assertThat(shown).doesNotContain(":samples 0");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theTreeHasNoProxiesAspectsReflectionOrPatches(boolean patched) {
		if (patched) {
			assertThat(this.client.eval("(:method (patch! \"" + BusyShop.Till.class.getName()
					+ "\" \"ring\" (fn [this args proceed] (proceed))))"))
				.contains("ring");
		}
		String shown = Awaitility.await()
			.until(() -> this.client.eval("(time-tree " + SHOP + " \"buy\" {:for \"2s\"})"),
					(tree) -> tree.contains(BusyShop.Till.class.getName() + ".open")
							&& tree.contains(BusyShop.Shop.class.getName() + ".press"));
		assertThat(shown).contains(BusyShop.Till.class.getName() + ".ring").doesNotContainPattern(PLUMBING);
	}

}
