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

package dev.replboot.kit.data;

import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.CacheManager;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.kit.data.CachingApplication.Prices;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a dry run leaves in the application's caches.
 */
@Timeout(900)
class TrialCacheTests {

	private static TestRepl repl;

	private static ReplClient client;

	private static JdbcTemplate database;

	private static Prices prices;

	@BeforeAll
	static void open() {
		String url = TestDatabase.newH2();
		database = TestDatabase.create(url);
		repl = TestRepl.with(new Class<?>[] { CachingApplication.class, ReplJdbcAutoConfiguration.class,
				ReplDataAutoConfiguration.class }, "test.url=" + url);
		prices = repl.context().getBean(Prices.class);
		client = repl.login();
		client.eval("(def prices (bean 'prices))");
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@BeforeEach
	void fill() {
		database.update("update purchase set total = id * 10, note = 'old'");
		repl.context()
			.getBeansOfType(CacheManager.class)
			.values()
			.forEach((manager) -> manager.getCacheNames().forEach((name) -> manager.getCache(name).clear()));
		repl.context()
			.getBean(EntityManagerFactory.class)
			.unwrap(org.hibernate.SessionFactory.class)
			.getCache()
			.evictAllRegions();
		prices.cached(2);
		prices.fast(2);
		prices.note(2);
	}

	private static String eval(String form) {
		return client.eval(form);
	}

	// what the application serves, of a row that the body had in hands and of another one
	private static void assertServes(String total, String note) {
		assertThat(prices.cached(1)).isEqualTo(total);
		assertThat(prices.fast(1)).isEqualTo(total);
		assertThat(prices.note(1)).isEqualTo(note);
		assertThat(prices.withNote(note)).isGreaterThan(0);
		// others stay: this isn't what the database has
		database.update("update purchase set total = 99 where id = 2");
		assertThat(prices.cached(2)).isEqualTo("20.00");
		assertThat(prices.fast(2)).isEqualTo("20.00");
	}

	private static final String BODY = "(.put prices 1 7) (.putFast prices 1 7) (.update prices \"update purchase set note = 'new' where id = 1\")"
			+ " (.note prices 1) (.withNote prices \"new\") (.withNote prices \"old\")";

	@Test
	void whatADryRunLeavesInCachesIsEvictedAndNamed() {
		assertThat(eval("(dry-run " + BODY + ")")).contains("Rolled back.")
			.contains("Evicted from the application's caches", "fast (1), totals (1)")
			.contains("The second-level caches of entityManagerFactory were emptied");
		assertServes("10.00", "old");
		assertThat(prices.withNote("new")).isZero();
		assertThat(prices.withNote("old")).isEqualTo(3);
	}

	@Test
	void whatIsReadInADryRunIsEvictedAsWell() {
		assertThat(eval("(dry-run (.update prices \"update purchase set total = 7, note = 'new' where id = 1\")"
				+ " [(.cached prices 1) (.fast prices 1) (.note prices 1)])"))
			.contains("The body returned [\"7.00\" \"7.00\" \"new\"]")
			.contains("fast (1), totals (1)");
		assertServes("10.00", "old");
	}

	@Test
	void whatWasThereAndIsReplacedIsEvicted() {
		prices.cached(1);
		prices.fast(1);
		prices.note(1);
		assertThat(eval("(dry-run " + BODY + ")")).contains("fast (1), totals (1)");
		assertServes("10.00", "old");
	}

	@Test
	void cacheThatTheBodyMakesIsEmptied() {
		assertThat(eval("(dry-run (.putElsewhere prices 1))")).contains("made (1)");
		assertThat(repl.context().getBean("maps", CacheManager.class).getCache("made").get(1)).isNull();
	}

	@Test
	void whatAnOwnTransactionLeavesIsEvicted() {
		assertThat(eval("(dry-run (.putInItsOwn prices 1 7))")).contains("REQUIRES_NEW").contains("totals (1)");
		assertServes("10.00", "old");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(/ 1 0)", "(throw (ex-info \"x\" {}))", "(sql \"select nothing from nowhere\")",
			"(doto prices (.update \"insert into purchase (id) values (1)\"))" })
	void whatAFailingBodyLeavesIsEvictedAndNamed(String failure) {
		for (String trial : new String[] { "(dry-run ", "(fix! {:expect 1} " }) {
			assertThat(eval(trial + BODY + failure + ")")).contains("Execution error")
				.contains("fast (1), totals (1)")
				.contains("were emptied");
			assertServes("10.00", "old");
			fill();
		}
	}

	@Test
	void whatARefusedCorrectionLeavesIsEvictedAndNamed() {
		assertThat(eval("(fix! {:expect 2} " + BODY + ")")).contains("Nothing was committed")
			.contains("fast (1), totals (1)")
			.contains("were emptied");
		assertServes("10.00", "old");
	}

	@Test
	void whatACorrectionLeavesIsRight() {
		prices.note(1);
		prices.withNote("old");
		assertThat(eval("(fix! {:expect 1} (.put prices 1 7) (.putFast prices 1 7) (.cached prices 1)"
				+ " (.update prices \"update purchase set note = 'new' where id = 1\"))"))
			.contains("Committed as")
			.doesNotContain("Evicted from")
			.contains(
					"The second-level caches of entityManagerFactory were emptied: they may have had rows as they were");
		assertServes("7.00", "new");
		assertThat(prices.withNote("old")).isEqualTo(2);
		assertThat(eval("(fix! {:expect 1} (.note prices 1 \"newer\"))")).contains("Committed as");
		assertThat(prices.note(1)).isEqualTo("newer");
	}

	@Test
	void changesOfHibernateThatAreRolledBackAreNotServed() {
		prices.note(1);
		assertThat(eval("(dry-run (.note prices 1 \"new\") (.withNote prices \"new\"))")).contains("1 updated");
		assertServes("10.00", "old");
		assertThat(prices.withNote("new")).isZero();
	}

	@Test
	void rowsThatWereChangedAndChangedBackCantStayInTheSecondLevelCache() {
		assertThat(eval("(dry-run (.update prices \"update purchase set note = 'new'\") (.note prices 1)"
				+ " (.update prices \"update purchase set note = 'old'\"))"))
			.contains("No rows were changed.")
			.contains("were emptied");
		assertServes("10.00", "old");
	}

	@Test
	void readingLeavesTheSecondLevelCacheAlone() {
		assertThat(eval("(dry-run (.note prices 1) (sql \"select * from purchase\"))")).doesNotContain("emptied");
	}

	@Test
	void whatATransactionAcrossFormsLeavesIsEvictedAndNamed() {
		eval("(begin!)");
		eval("(do " + BODY + ")");
		assertThat(eval("(rollback!)")).contains(":rolled-back")
			.contains("fast (1), totals (1)")
			.contains("were emptied");
		assertServes("10.00", "old");
	}

	@Test
	void transactionAcrossFormsThatIsCommittedIsServed() {
		prices.note(1);
		eval("(begin!)");
		eval("(do (.put prices 1 7) (.putFast prices 1 7) (sql \"update purchase set note = 'new' where id = 1\"))");
		assertThat(eval("(commit!)")).contains(":committed").doesNotContain("Evicted");
		assertServes("7.00", "new");
	}

	@Test
	void stoppedBodyLeavesNothingInCaches() {
		client.send("(dry-run " + BODY + " (println \"now\") (loop [] (recur)))\n");
		client.readUntil("now");
		client.ctrlC();
		assertThat(client.readUntil("user=> ")).contains("Evaluation stopped");
		assertServes("10.00", "old");
	}

}
