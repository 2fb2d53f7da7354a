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
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches a method that another thread calls again and again.
 */
@NullUnmarked
class WatchTests {

	private static final String SHOP = "\"" + Shop.class.getName() + "\"";

	private final AtomicBoolean over = new AtomicBoolean();

	private final Shop shop = new Shop();

	private Thread customer;

	private TestRepl repl;

	private ReplClient client;

	@BeforeEach
	void open() {
		this.repl = TestRepl.open();
		this.client = this.repl.login();
		this.customer = new Thread(this::buy, "customer");
		this.customer.start();
	}

	private void buy() {
		for (int i = 0; !this.over.get(); i++) {
			try {
				this.shop.buy(i % 10, "apple");
			}
			catch (IllegalArgumentException ex) {
				// nothing is bought
			}
		}
	}

	@AfterEach
	void close() throws InterruptedException {
		this.over.set(true);
		this.customer.join();
		this.client.close();
		this.repl.close();
	}

	@Test
	void callsAreShown_withArgumentsResultTimeThreadAndCaller() {
		String shown = this.client.eval("(watch " + SHOP + " \"buy\" {:limit 20 :rate 100})");
		assertThat(shown)
			.containsPattern("\\[3 \"apple\"] => \"3 apple\"  \\d+\\.\\d{3} ms  \\[customer]  from "
					+ WatchTests.class.getName().replace(".", "\\.") + "\\.buy:\\d+")
			.contains("[0 \"apple\"] => threw \"java.lang.IllegalArgumentException: none\"")
			.containsPattern("\\{:calls \\d+, :dropped \\d+}");
		assertThat(shown.lines().filter((line) -> line.contains("=>"))).hasSize(20);
		assertThat(this.repl.events(AuditType.REPL_PATCHED).get(0).getAuditEvent().getData()).containsEntry("watch",
				true);
		assertThat(this.client.eval("(patches)")).isEqualTo("[]");
	}

	@Test
	void onlyWhatIsAskedFor_isShown() {
		String shown = this.client
			.eval("(watch " + SHOP + " \"buy\" {:limit 3 :when (fn [{:keys [args]}] (= 7 (first args)))})");
		assertThat(shown.lines().filter((line) -> line.contains("=>"))).hasSize(3)
			.allMatch((line) -> line.startsWith("[7 "));
	}

	@Test
	void itEndsAfterItsTime_andWhatIsTooMuchIsCounted() {
		String shown = this.client.eval("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"1500ms\"})");
		assertThat(shown.lines().filter((line) -> line.contains("=>"))).hasSizeBetween(1, 3);
		assertThat(shown).doesNotContain(":dropped 0}");
	}

	@Test
	void limitsAreCompulsory() {
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:limit 5000})")).contains(":limit is from 1 to 1000");
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:rate 5000})")).contains(":rate is from 1 to 100");
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:for \"1h\"})")).contains(":for is at most PT10M");
		assertThat(this.client.eval("(watch " + SHOP + " \"buy\" {:limit nil})")).contains("Exception");
	}

	@Test
	void anInterrupt_endsIt() {
		this.client.send("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"10m\"})\n");
		this.client.readUntil("customer]");
		this.client.ctrlC();
		this.client.readUntil("user=> ");
		assertThat(this.client.eval("(:id (patch! " + SHOP + " \"buy\" (fn [& _] \"x\")))")).matches("\"p\\d+\"");
	}

	@Test
	void aDroppedConnection_endsIt() {
		try (ReplClient other = this.repl.login()) {
			other.send("(watch " + SHOP + " \"buy\" {:limit 1000 :rate 1 :for \"10m\"})\n");
			other.readUntil("customer]");
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> !this.client
				.eval("(try (:id (patch! " + SHOP + " \"buy\" (fn [& _] \"x\"))) (catch Exception e (ex-message e)))")
				.contains("is watched already"));
	}

	@Test
	void callersAreCounted() {
		assertThat(this.client.eval("(let [[{:keys [calls stack]}] (stack " + SHOP
				+ " \"buy\" {:limit 5 :for \"20s\"})] [calls (first stack)])"))
			.startsWith("[5 \"" + WatchTests.class.getName() + ".buy:");
	}

	@Test
	void theTimeBelowAMethod_isShownAsATree() {
		String shown = this.client.eval("(time-tree " + SHOP + " \"slow\" {:for \"2s\"})");
		assertThat(shown).contains(Shop.class.getName() + ".wrap").contains(Shop.class.getName() + ".press");
		assertThat(shown).doesNotContain(":samples 0");
	}

	/**
	 * What is watched.
	 */
	static class Shop {

		String buy(int count, String what) {
			if (count == 0) {
				throw new IllegalArgumentException("none");
			}
			slow();
			return count + " " + what;
		}

		void slow() {
			press();
			wrap();
		}

		private void press() {
			java.util.concurrent.locks.LockSupport.parkNanos(6_000_000);
		}

		private void wrap() {
			java.util.concurrent.locks.LockSupport.parkNanos(3_000_000);
		}

	}

}
