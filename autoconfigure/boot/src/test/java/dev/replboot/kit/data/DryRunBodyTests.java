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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code dry-run} makes of a body, on any database.
 */
@Timeout(900)
abstract class DryRunBodyTests extends AnyDatabase {

	/**
	 * Each gives something of which a part hasn't run when the body is over. Printing it
	 * afterwards would run that part outside of the dry run.
	 */
	private static final String[] DEFERRED = { "(map r [1 2])", "{:x (map r [1 2])}", "[[(map r [1 2])]]",
			"(map #(map r [%]) [1 2])", "(for [i [1 2]] {:i (lazy-seq [(r i)])})", "(delay (r 1))",
			"{:d [(delay (r 1))]}", "(eduction (map r) [1 2])", "[(eduction (map r) [1 2])]",
			"(.iterator ^Iterable (map r [1 2]))",
			"(.map (java.util.stream.Stream/of (object-array [1 2])) (reify java.util.function.Function (apply [_ i] (r i))))",
			"(reify java.util.function.Supplier (get [_] (r 1)))", "(reify Object (toString [_] (str (r 1))))",
			"(reify clojure.lang.IDeref (deref [_] (r 1)))", "#(r 1)", "(atom (map r [1 2]))",
			"(volatile! (map r [1 2]))", "(with-meta [] {:x (map r [1 2])})", "(ex-info \"x\" {:x (map r [1 2])})",
			"(object-array [(map r [1 2])])", "(java.util.ArrayList. [(map r [1 2])])",
			"(java.util.Optional/of (map r [1 2]))", "(proxy [java.util.AbstractList] [] (get [i] (r 1)) (size [] 1))",
			"(sequence (map r) [1 2])", "(take 3 (iterate r 1))", "(promise)",
			"(throw (ex-info \"x\" {:x (map r [1 2])}))",
			"(throw (RuntimeException. \"y\" (ex-info \"x\" {:x (eduction (map r) [1 2])})))", "(future (r 1))",
			"(throw (proxy [RuntimeException] [\"x\"] (getMessage [] (str (r 1)))))",
			"(throw (proxy [RuntimeException] [\"x\"] (getCause [] (r 1) nil)))",
			"(throw (RuntimeException. \"y\" (proxy [RuntimeException] [\"x\"] (toString [] (str (r 1))))))",
			"(throw (proxy [RuntimeException clojure.lang.IExceptionInfo] [\"x\"] (getData [] {:x (map r [1 2])})))",
			"(throw (doto (RuntimeException. \"y\") (.addSuppressed (ex-info \"x\" {:x (map r [1 2])}))))",
			"(java.util.concurrent.CompletableFuture/runAsync (fn [] (r 1)))",
			"(do (.start (Thread. (fn [] (r 1)))) nil)", "(map #(future (r %)) [1 2])" };

	DryRunBodyTests(TestedDatabase tested) {
		super(tested);
	}

	@Test
	void dryRunShowsWhatChangedAndRollsBack() {
		String report = eval("(dry-run (.reprice (bean 'shop) 1 99.5) (sql \"insert into log values ('three')\") "
				+ "(sql \"delete from purchase where id = ?\" 3))");
		assertThat(report).contains("log: 1 inserted", "  + line three")
			.contains("purchase: 1 updated, 1 deleted", "  ~ id 1: total 10.00 → 99.50", "  - id 3, customer 2")
			.contains("Rolled back.", "Not seen: mails");
		assertUnchanged();
	}

	@Test
	void dryRunGivesData() {
		assertThat(eval(
				"(-> (dry-run (sql \"update purchase set total = 1 where id = 2\")) :changes first (dissoc :before :after))"))
			.isEqualTo("{:table \"purchase\", :kind :updated, :key {:id 2}}");
	}

	@Test
	void dryRunOfNothingSaysSo() {
		assertThat(eval("(dry-run (sql \"select * from log\"))")).contains("No rows were changed.");
	}

	@Test
	void nothingOfABodyRunsOutsideItsTrial() {
		eval("(defn r [i] (.reprice (bean 'shop) (int i) 77.0) (inc i))");
		for (String body : DEFERRED) {
			for (String trial : new String[] { "(dry-run ", "(fix! {:expect 0} " }) {
				String shown = eval(trial + body + ")");
				assertThat(eval("(let [e (or *e (Exception.))] (pr-str *1) (pr-str (Throwable->map e))"
						+ " (run! pr-str (.getSuppressed e)) :printed)"))
					.as(shown)
					.isEqualTo(":printed");
				assertThat(this.database.queryForObject("select sum(total) from purchase", String.class))
					.as(trial + body)
					.isEqualTo("30.00");
			}
		}
	}

	@Test
	void whatABodyGivesIsData() {
		assertThat(eval("(:value (dry-run {:a (map inc [1 2]) :b #{:c} :d (java.util.ArrayList. [1 [2]]) :e nil}))"))
			.isEqualTo("{:a (2 3), :b #{:c}, :d [1 [2]], :e nil}");
		assertThat(eval("(:value (dry-run (sql \"select id from purchase order by id\")))")).contains("(3 rows)");
		assertThat(eval("(str (:value (dry-run (delay 1))))")).contains("it never runs");
		assertThat(eval("(str (:value (dry-run (future 5))))")).contains("future_call").contains("5");
		assertThat(eval("(str (:value (dry-run (let [l (java.util.ArrayList.)] (.add l l) l))))"))
			.contains("contains itself");
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5) (range))")).contains("more than 1000000 elements");
		assertUnchanged();
	}

	@Test
	void threadsOfABodyBelongToItsTrial() {
		eval("(def go (promise))");
		assertThat(eval("(dry-run (future (.reprice (bean 'shop) 1 99.5)) nil)"))
			.contains("~ id 1: total 10.00 → 99.50");
		assertThat(eval("(fix! {:expect 0} (future @go (.reprice (bean 'shop) 1 99.5)) nil)"))
			.contains("Threads that the body started still work");
		eval("(deliver go true)");
		eval("(Thread/yield)");
		assertUnchanged();
	}

	@Test
	void whatABodySchedulesForLaterIsStoppedAndNamed() {
		eval("(import '(java.util Timer TimerTask) '(java.util.concurrent Executors TimeUnit))");
		eval("(defn task [] (proxy [TimerTask] [] (run [] (.reprice (bean 'shop) 1 99.5))))");
		eval("(def pool (Executors/newScheduledThreadPool 1))");
		for (String later : new String[] { "(.schedule (Timer. \"late\") (task) 100000)",
				"(.scheduleAtFixedRate (Timer.) (task) 100000 100000)",
				"(.schedule (Timer.) (task) (java.util.Date. (+ 100000 (System/currentTimeMillis))) 100000)",
				"(.scheduleAtFixedRate (Executors/newSingleThreadScheduledExecutor) #(sql \"select 1\") 0 1 TimeUnit/DAYS)",
				"(.scheduleWithFixedDelay pool #(.reprice (bean 'shop) 1 99.5) 0 1 TimeUnit/DAYS)" }) {
			assertThat(eval("(dry-run " + later + " nil)")).as(later)
				.contains("The body scheduled work for later, which is stopped and isn't part of the transaction");
			assertThat(eval("(fix! {:expect {:purchase 0}} " + later + " nil)")).as(later)
				.contains("Nothing was committed. The body scheduled work for later");
		}
		assertThat(eval("(dry-run (doto (Timer.) (.schedule (task) 100000) .cancel) nil)"))
			.doesNotContain("scheduled work for later");
		assertThat(eval("(dry-run (.schedule (Timer.) (task) 1))")).contains("~ id 1: total 10.00 → 99.50")
			.doesNotContain("scheduled work for later");
		assertUnchanged();
	}

	@Test
	void whatATimerOfBeforeRunsIsNamed() {
		eval("(def timer (java.util.Timer. \"of before\"))");
		assertThat(eval("(dry-run (.schedule timer (proxy [java.util.TimerTask] [] (run [])) 0))")).contains(
				"The body gave work to something that the REPL can't stop: the timer of before",
				"isn't part of the transaction and isn't rolled back");
	}

	@Test
	void connectionsThatABodyOpensByItselfAreHeldBack() {
		eval("(import 'java.sql.DriverManager 'org.springframework.jdbc.datasource.DataSourceUtils)");
		eval("(def url (.getUrl (bean 'dataSource)))");
		eval("(defn conn [] (DataSourceUtils/getConnection (bean 'dataSource)))");
		eval("(defn three [c] (.executeUpdate (.createStatement c) \"insert into log values ('three')\"))");
		for (String connect : new String[] { "(DriverManager/getConnection url)",
				"(.connect (DriverManager/getDriver url) url (java.util.Properties.))",
				"(.getConnection (bean 'dataSource))" }) {
			assertThat(eval("(dry-run (three " + connect + "))")).as(connect)
				.contains("log: 1 inserted", "a transaction of its own", "Rolled back.");
			assertThat(eval("(dry-run (with-open [c " + connect + "] (three c)))")).as(connect)
				.contains("log: 1 inserted", "Rolled back.");
		}
		for (String way : new String[] { "(.getConnection (.createStatement (conn)))",
				"(.getConnection (.getMetaData (conn)))",
				"(.getConnection (.getStatement (.executeQuery (.createStatement (conn)) \"select 1\")))" }) {
			assertThat(eval("(dry-run (three (conn)) (.commit " + way + "))")).as(way)
				.contains("The commit was refused");
		}
		assertThat(eval("(fix! {:expect 1} (three (DriverManager/getConnection url)))"))
			.contains("Nothing was committed");
		assertUnchanged();
	}

	@Test
	void dryRunRollsBackWhenTheBodyThrows() {
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5) (/ 1 0))")).contains("Divide by zero");
		assertUnchanged();
	}

	@Test
	void dryRunRollsBackWhenItIsStoppedInTheMiddle() {
		this.client.send("(dry-run (.reprice (bean 'shop) 1 99.5) (println \"now\") (loop [] (recur)))\n");
		this.client.readUntil("now");
		this.client.ctrlC();
		assertThat(this.client.readUntil("user=> ")).contains("Evaluation stopped");
		assertUnchanged();
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5))")).contains("1 updated");
	}

	@Test
	void dryRunHoldsBackTransactionsOfTheirOwn() {
		assertThat(eval("(dry-run (.note (bean 'shop) \"three\") (.reprice (bean 'shop) 1 99.5))"))
			.contains("REQUIRES_NEW")
			.contains("+ line three")
			.contains("purchase: 1 updated");
		assertUnchanged();
	}

	@Test
	void dryRunHoldsBackConnectionsThatCommitByThemselves() {
		eval("(dry-run (with-open [c (.getConnection (bean 'dataSource)) s (.createStatement c)] "
				+ "(.executeUpdate s \"delete from log\")))");
		assertUnchanged();
	}

	@Test
	void dryRunRefusesStatementsThatEndTheTransaction() {
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 99.5) (sql \"/* done */ Commit\"))"))
			.contains("The statement was refused: it would end the transaction");
		assertThat(eval("(dry-run (with-open [c (.getConnection (bean 'dataSource)) s (.createStatement c)] "
				+ "(.executeUpdate s \"delete from log\") (.addBatch s \"commit\") (.executeBatch s)))"))
			.contains("The statement was refused");
		assertUnchanged();
	}

	// what is taken out of a report keeps its metadata
	@Test
	void partOfAReportIsNoReport() {
		assertThat(eval(
				"(select-keys (fix! {:expect 1} (sql \"update purchase set total = 99.5 where id = 1\")) [:counts])"))
			.isEqualTo("{:counts {\"purchase\" {:inserted 0, :updated 1, :deleted 0}}}");
		assertThat(eval("(dissoc (dry-run (sql \"update purchase set total = 98 where id = 1\")) :committed :changes)"))
			.contains(":counted? true")
			.doesNotContain("Rolled back.", "No rows were changed");
		assertThat(eval("(conj (sql \"select id from purchase where id = 1\") 5)")).isEqualTo("[{:id 1} 5]");
		assertThat(eval("(dissoc (trace-sql (sql \"select 1\")) :statements)")).startsWith("{:value ");
	}

	@Test
	void textThatOnlyLooksTheSameIsADifference() {
		execute("update purchase set note = 'a\\nb' where id = 1");
		assertThat(eval("(dry-run (sql \"update purchase set note = ? where id = 1\" \"a\\nb\"))"))
			.contains("~ id 1: note a\\nb → a\\nb");
	}

	@Test
	void differenceIsShownWhereItIs() {
		String text = "x".repeat(300);
		this.database.update("update purchase set note = ? where id = 1", text + "a" + text);
		assertThat(eval("(dry-run (sql \"update purchase set note = ? where id = 1\" \"" + text + "b" + text + "\"))"))
			.contains("\u2026xxxxxxxxxxaxxx")
			.contains("\u2026xxxxxxxxxxbxxx")
			.contains("(from character 291)");
	}

}
