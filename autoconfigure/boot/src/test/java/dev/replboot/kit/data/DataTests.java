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

import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.audit.AuditType;
import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;
import dev.replboot.testsupport.Visible;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the kit's functions for data do, on any database.
 */
@Timeout(900)
abstract class DataTests {

	private static @Nullable TestRepl opened;

	private JdbcTemplate database;

	private TestRepl repl;

	private ReplClient client;

	abstract String newDatabase();

	@BeforeEach
	void open() {
		String url = newDatabase();
		this.database = TestDatabase.create(url);
		if (opened == null) {
			opened = TestRepl.with(new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class,
					ReplDataAutoConfiguration.class }, "test.url=" + url, "repl.kit.sql.max-rows=1000");
		}
		this.repl = opened;
		this.repl.context()
			.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("database", Map.of("test.url", url)));
		this.client = this.repl.login();
	}

	@AfterEach
	void leave() {
		this.client.close();
		if (opened != null) {
			Awaitility.await().until(() -> this.repl.lifecycle().status().sessions().isEmpty());
			this.repl.forgetEvents();
		}
	}

	@AfterAll
	static void close() {
		if (opened != null) {
			opened.close();
			opened = null;
		}
	}

	void execute(String sql) {
		this.database.execute(sql);
	}

	String eval(String form) {
		return this.client.eval(form);
	}

	private List<Map<String, Object>> rows(String sql) {
		return this.database.queryForList(sql);
	}

	private void assertUnchanged() {
		assertThat(this.database.queryForObject("select sum(total) from purchase", String.class)).isEqualTo("30.00");
		assertThat(rows("select * from purchase")).hasSize(3);
		assertThat(rows("select * from log")).hasSize(2);
		assertThat(rows("select * from customer")).hasSize(2);
	}

	@Test
	void correctionThatCannotBeUndoneIsNotAnnouncedAsOneThatCan() {
		execute("create table boss (id int primary key, d date not null unique, n int unique)");
		execute("create table aide (boss int references boss)");
		execute("insert into boss values (1, date '2024-01-01', 1), (2, date '2024-01-02', 2)");
		String exchange = "(fix! {:expect 2} (sql \"update boss set %1$s = %1$s + 100\")"
				+ " (sql \"update boss set %1$s = case id when 1 then %2$s else %3$s end\"))";
		assertThat(eval(exchange.formatted("n", "2", "1"))).contains("Committed as fix-", "puts it back");
		assertThat(eval("(:undoable? *1)")).isEqualTo("true");
		assertThat(eval("(def fixed " + exchange.formatted("d", "date '2024-01-02'", "date '2024-01-01'") + ")"))
			.isEqualTo("#'user/fixed");
		assertThat(eval("fixed"))
			.contains("undo! can't put this back. Rows of public.boss have exchanged values", "(undo-plan \"fix-",
					"Committed as fix-")
			.doesNotContain("puts it back");
		assertThat(eval("(undo! fixed)")).contains("Rows of public.boss have exchanged values");
	}

	@Test
	void queryIsShownAsTable() {
		assertThat(eval("(sql \"select id, total, note from purchase order by id\")")).isEqualTo("""
				 id | total | note
				----+-------+------
				  1 | 10.00 | nil
				  2 | 20.00 | gift
				  3 |  0.00 | nil
				(3 rows)""");
	}

	@Test
	void queryGivesData() {
		assertThat(eval("(map :id (sql \"select id from purchase where total > ? order by id\" 5))"))
			.isEqualTo("(1 2)");
		assertThat(eval("(pr-str (sql \"select id, note from purchase where id in (:ids) order by id\" {:ids [2 3]}))"))
			.isEqualTo("\"[{:id 2, :note \\\"gift\\\"} {:id 3, :note nil}]\"");
	}

	@Test
	void longTextIsCutAndShownWhole() {
		this.database.update("update purchase set note = ?", "x".repeat(500));
		assertThat(eval("(sql \"select note from purchase where id = 1\")")).contains("x… (500)")
			.doesNotContain("x".repeat(100));
		assertThat(eval("(wide *1)")).contains("x".repeat(500));
	}

	@Test
	void rowsThatSomebodyElseHasWrittenControlNoTerminal() {
		String hostile = "evil\r\n2026-01-01T00:00:00Z fake\u001b[2J\u001b]0;t\u0007\b\u007f\u0085\u009b31m\u2028\u202eesrever\u202c\u2066";
		this.database.update("update purchase set note = ?", hostile);
		for (String form : List.of("(sql \"select note from purchase\")", "(wide *1)", "(all *2)",
				"(sql \"select note as x, id from purchase where id = 1\")",
				"(first (sql \"select note from purchase\"))", "(map :note (sql \"select note from purchase\"))",
				"[(mapv (juxt :note :id) (sql \"select * from purchase\"))]",
				"(dry-run (sql \"update purchase set total = 5\"))", "(:changes *1)",
				"(dry-run (sql \"update purchase set note = note || 'x'\"))",
				"(throw (ex-info (:note (first (sql \"select note from purchase\"))) {}))", "*e", "(ex-message *e)",
				"(throw (IllegalStateException. (str (sql \"select note from purchase\"))))",
				"(sql \"select cast(note as integer) from purchase\")", "*e",
				"(dry-run (sql \"insert into log select note from purchase\"))",
				"(keyword (:note (first (sql \"select note from purchase\"))))",
				"(first (:note (first (sql \"select note from purchase\"))))",
				"(fix! {:expect 1 :reason (:note (first (sql \"select note from purchase\")))}"
						+ " (sql \"update purchase set total = 6 where id = 1\"))")) {
			String answer = eval(form);
			Visible.assertVisible(answer.replaceAll("[\n\t]", ""));
			// the message of an exception may have lines
			assertThat(
					answer.contains("Execution error") || answer.lines().noneMatch((line) -> line.startsWith("2026")))
				.as(form + answer)
				.isTrue();
		}
	}

	@Test
	void rowsBeyondTheLimitAreMentioned() {
		assertThat(eval("(count (sql {:max-rows 2} \"select * from purchase\"))")).isEqualTo("2");
		assertThat(eval("(sql {:max-rows 2} \"select id from purchase\")")).contains("(2 rows)")
			.contains("There are more than these 2 rows (repl.kit.sql.max-rows)");
	}

	@Test
	void queryThatWritesIsRefused() {
		assertThat(eval("(sql \"update purchase set total = 0\")")).contains("Execution error");
		assertThat(eval("(sql \"delete from log\")")).contains("Execution error");
		assertThat(eval("(sql \"drop table log\")")).contains("Execution error");
		assertUnchanged();
	}

	@Test
	void unknownOptionIsNamed() {
		assertThat(eval("(sql {:rows 5} \"select 1\")")).contains("There is no option :rows");
	}

	@Test
	void tablesAndColumnsAreListed() {
		assertThat(eval("(set (map :table (tables)))")).contains("\"purchase\"", "\"customer\"", "\"log\"");
		assertThat(eval("(columns 'purchase)")).contains("customer.id").contains("numeric(8, 2)");
		assertThat(eval("(count (sample 'purchase 2))")).isEqualTo("2");
		assertThat(eval("(columns 'purch)")).contains("Did you mean purchase?");
	}

	@Test
	void planIsExplained() {
		assertThat(eval("(explain \"select * from purchase where id = ?\" 1)")).containsIgnoringCase("purchase");
		assertThat(eval("(explain {:analyze true} \"select * from purchase\")")).containsIgnoringCase("scan");
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

	/**
	 * Each gives something of which a part hasn't run when the body is over. Printing it
	 * afterwards would run that part outside of the trial.
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
				.contains("The body scheduled work for later, which is stopped and isn't part of this trial");
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
				"The body gave work to something that the trial can't stop: the timer of before",
				"isn't part of this trial and isn't rolled back");
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
				.contains("log: 1 inserted", "beside the trial's", "Rolled back.");
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
	void wrongArgumentIsAnsweredByASentence() {
		String answers = """
				(begin! "name")                  | The options of begin! are a map, such as {:db …}, and not "name"
				(begin! 5)                       | and not 5
				(begin! :x)                      | and not :x
				(begin! [1])                     | are a map
				(begin! {:max-rows 4})           | There is no option :max-rows of begin!. Known are :db.
				(begin! {:db 5})                 | :db of begin! is the name of a DataSource bean
				(begin! {5 5})                   | There is no option 5 of begin!
				(begin! {nil nil})               | There is no option nil of begin!
				(commit! 1)                      | commit! takes no arguments
				(rollback! {})                   | rollback! takes no arguments
				(sql :a)                         | sql takes a statement as text
				(sql {:max-rows "x"} "select 1") | :max-rows of sql is a number of rows, at least 1, and not "x"
				(sql {:max-rows 1.5} "select 1") | :max-rows of sql is a number of rows
				(sql {:timeout 0} "select 1")    | :timeout of sql is a number of seconds, at least 1, and not 0
				(sql {:force true} "select 1")   | There is no option :force of sql
				(explain 5 5)                    | explain takes a statement as text
				(explain {:analyze 5} "select 1") | :analyze of explain is true or false
				(tables 5)                       | The options of tables are a map
				(columns nil)                    | columns takes the name of a table
				(columns 'log 'x)                | The options of columns are a map
				(columns {} {})                  | columns takes the name of a table
				(sample 'log "x")                | sample takes a number of rows
				(sample 'log -1)                 | sample takes a number of rows
				(sample 5)                       | sample takes the name of a table
				(fix!)                           | How many rows should change?
				(fix! nil 1)                     | How many rows should change?
				(fix! "x" 1)                     | The options of fix! are a map
				(fix! {:expect "x"} 1)           | How many rows should change?
				(fix! {:expect {5 5}} 1)         | :expect of fix! is a number of rows, or a map
				(fix! {:expect 0 :reason 5} 1)   | :reason of fix! is a text
				(fix! {:expect 0 :max-rows 5} 1) | There is no option :max-rows of fix!
				(dry-run {:nope 4} 1)            | There is no option :nope of dry-run
				(undo! "x" "fix-1")              | The options of undo! are a map
				(undo! {:force "yes"} "fix-1")   | :force of undo! is true or false
				(undo! {} nil)                   | Which correction?
				(undo-plan 5)                    | Which correction?
				(undo-plan [])                   | Which correction?
				(wide 5)                         | wide takes what sql, tables
				(all nil)                        | all takes what sql, tables
				(show nil)                       | show takes an object or several
				(save-script 5)                  | save-script takes the name of a file as text
				(save-script {:nope 5} "x.clj")  | There is no option :nope of save-script""";
		answers.lines()
			.map((line) -> line.split(" +\\| "))
			.forEach((form) -> assertThat(eval(form[0])).as(form[0])
				.contains("Execution error", form[1])
				.doesNotContain("ClassCast", "NullPointer"));
	}

	@Test
	void abortedTransactionIsNotCommitted() {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		eval("(sql \"select nothing from nowhere\")");
		String answer = eval("(commit!)");
		if (isAbortedByErrors()) {
			assertThat(answer).contains("(rollback!)").contains("nowhere").contains("Nothing was committed");
			assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
			assertUnchanged();
		}
		else {
			assertThat(answer).isEqualTo(":committed");
			assertThat(rows("select * from purchase where total = 99.5")).hasSize(1);
		}
	}

	@Test
	void promptShowsTheTransaction() {
		this.client.send("(begin!)\n");
		assertThat(this.client.readUntil("=> ")).endsWith(":begun\nuser*=> ");
		this.client.send("(try (sql \"select nothing from nowhere\") (catch Exception e :failed))\n");
		String answer = this.client.readUntil("user" + (isAbortedByErrors() ? "!" : "*") + "=> ");
		assertThat(answer).contains(":failed");
		if (isAbortedByErrors()) {
			assertThat(eval("(sql \"select 1\")")).contains("The transaction is aborted")
				.contains("nowhere")
				.contains("(rollback!)");
		}
		this.client.send("(rollback!)\n");
		assertThat(this.client.readUntil("=> ")).endsWith(":rolled-back\nuser=> ");
	}

	@Test
	void savepointBringsAnAbortedTransactionBack() {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 40.0)");
		eval("(sql \"savepoint s\")");
		eval("(sql \"select nothing from nowhere\")");
		this.client.send("(sql \"rollback to savepoint s\")\n");
		assertThat(this.client.readUntil("=> ")).endsWith("user*=> ");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
		assertThat(rows("select * from purchase where total = 40")).hasSize(1);
	}

	private static final String[] ENDINGS = { "commit", "end", "rollback",
			"rollback; begin; update purchase set total = 0; commit", "start transaction", "begin",
			"prepare transaction 'x'", "set transaction isolation level serializable",
			"update purchase set total = 0; commit", "/* it's */ -- over\n commit" };

	@Test
	void statementsThatEndTheTransactionAreRefusedEverywhere() {
		for (String ending : ENDINGS) {
			String call = "(sql " + "\"" + ending.replace("\n", "\\n") + "\")";
			assertThat(eval(call)).as(ending).contains("The statement was refused");
			assertThat(eval("(dry-run " + call + ")")).as(ending).contains("The statement was refused");
			assertUnchanged();
		}
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		for (String ending : ENDINGS) {
			String text = "\"" + ending.replace("\n", "\\n") + "\"";
			assertThat(eval("(sql " + text + ")")).as(ending).contains("The statement was refused");
			assertThat(
					eval("(.execute (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)) ^String (identity "
							+ text + "))"))
				.as(ending)
				.contains("The statement was refused");
		}
		assertThat(eval(
				"(.commit (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource)))"))
			.contains("The commit was refused");
		assertUnchanged();
		if (isAbortedByErrors()) {
			// what was refused never came to the database
			assertThat(eval("(count (sql \"select 1\"))")).isEqualTo("1");
		}
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertUnchanged();
	}

	@Test
	void literalThatContainsSuchWordsIsALiteral() {
		assertThat(eval("(dry-run (sql \"update purchase set note = 'first; commit second' where id = 1\"))"))
			.contains("first; commit second")
			.contains("Rolled back.");
		assertThat(eval("(count (sql \"select 1 as \\\"; commit\\\" /* ; rollback */\"))")).isEqualTo("1");
		assertUnchanged();
	}

	@Test
	void rollbackOfATransactionThatWasEndedElsewhereSaysSo() {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		// past what the kit sees
		eval("(.commit (dev.replboot.eval.jdbc.StatementWatch/unwatched"
				+ " (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))))");
		assertThat(eval("(rollback!)")).contains("Not all of it is rolled back").contains("was ended before");
		assertThat(rows("select * from purchase where total = 99.5")).hasSize(1);
		assertThat(eval("(rollback!)")).contains("There is no open transaction");
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 10.0)");
		eval("(.rollback (dev.replboot.eval.jdbc.StatementWatch/unwatched"
				+ " (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))))");
		assertThat(eval("(commit!)")).contains("Nothing more was committed").contains("was ended before");
	}

	@Test
	void severalResultsAreAllShown() {
		assertThat(eval("(sql \"select 1 as a; select 2 as b\")")).contains("a\n").contains("b\n").contains(" 2");
		assertThat(eval("(pr-str (sql \"select 1 as a; select 2 as b\"))")).isEqualTo("\"[[{:a 1}] [{:b 2}]]\"");
		assertThat(eval("(:value (dry-run (sql \"update purchase set total = 1; select ';' as x; delete from log\")))"))
			.contains("{:changed 3}")
			.contains("{:changed 2}");
		assertThat(eval("(sql \"select 1; delete from log\")")).contains("Execution error");
		assertUnchanged();
	}

	@Test
	void callWithoutStatementIsASentence() {
		for (String call : new String[] { "(sql)", "(sql {:max-rows 1})", "(sql nil)", "(sql 5)", "(explain)" }) {
			assertThat(eval(call)).as(call).contains("takes a statement as text");
		}
		assertThat(eval("(sql \" ; -- nothing\")")).contains("There is no statement");
	}

	@Test
	void parametersOfAnyTypeAreTaken() {
		assertThat(eval(
				"(map :id (sql \"select id from purchase where id in (?) and id in (?) order by id\" [1 2 3] #{2 3}))"))
			.isEqualTo("(2 3)");
		assertThat(eval("(map :id (sql \"select id from purchase where id in (:a) order by id\" {:a '(1 2)}))"))
			.isEqualTo("(1 2)");
		assertThat(eval("(map :id (sql \"select id from purchase where id = any(?) order by id\" [1 2]))"))
			.isEqualTo("(1 2)");
		assertThat(eval("(count (sql \"select 1 from purchase where id > ? and total > ?\" 1/3 1/4))")).isEqualTo("2");
		assertThat(eval("(count (sql \"select 1 from customer where name in (?)\" [:Ann \"Bob\" 'x]))")).isEqualTo("2");
		assertThat(eval(
				"(count (sql \"select 1 from purchase where cast(? as timestamp with time zone) > ? and note is not null\""
						+ " (java.time.Instant/parse \"2024-01-02T00:00:00Z\") #inst \"2024-01-01\"))"))
			.isEqualTo("1");
		assertThat(eval("(:d (first (sql \"select cast(? as date) as d\" (java.time.LocalDate/of 2024 2 29))))"))
			.contains("2024-02-29");
		assertThat(eval(
				"(:u (first (sql \"select cast(? as uuid) as u\" #uuid \"11111111-2222-3333-4444-555555555555\")))"))
			.contains("11111111-2222");
		assertThat(eval("(:changes (dry-run (sql \"update purchase set note = ? where id = ?\" nil 2N)))"))
			.contains(":note nil");
		assertThat(eval("(sql \"select ?\" 1 2)")).contains("1 parameters, but 2 values");
		assertThat(eval("(sql \"select :a\" {:b 1})")).contains("There is no value for :a");
	}

	@Test
	void explainOfAStatementThatWritesRollsBack() {
		assertThat(eval("(explain {:analyze true} \"delete from log\")")).containsIgnoringCase("log");
		assertUnchanged();
		eval("(begin!)");
		assertThat(eval("(explain {:analyze true} \"delete from log where line = ?\" \"one\")"))
			.containsIgnoringCase("log");
		assertThat(eval("(count (sql \"select * from log\"))")).isEqualTo("2");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
		assertThat(eval("(explain {:analyze true} \"select 1; delete from log\")")).contains("takes one statement");
		assertUnchanged();
	}

	@Test
	void wideCharactersAreAligned() {
		this.database.update("update purchase set note = ? where id = 1", "\u65e5\u672c\u8a9e");
		this.database.update("update purchase set note = ? where id = 3", "\ud83d\ude00\u202ex");
		assertThat(eval("(sql \"select id, note, id as again from purchase order by id\")")).isEqualTo("""
				 id | note      | again
				----+-----------+-------
				  1 | \u65e5\u672c\u8a9e    |     1
				  2 | gift      |     2
				  3 | \ud83d\ude00\\u202ex |     3
				(3 rows)""");
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

	@Test
	void nestedArraysAreVectors() {
		assertThat(eval("(pr-str (:a (first (sql \"select array[array[1,2],array[3,null]] as a\"))))"))
			.isEqualTo("\"[[1 2] [3 nil]]\"");
	}

	/**
	 * Whether a statement that fails makes the database roll back the transaction.
	 */
	abstract boolean isAbortedByErrors();

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

	@Test
	void fixCommitsWhatWasExpected() {
		String report = eval("(fix! {:expect 1 :reason \"INC-1\"} (.reprice (bean 'shop) 3 5.0))");
		assertThat(report).contains("~ id 3: total 0.00 → 5.00").contains("Committed as fix-");
		assertThat(rows("select * from purchase where id = 3 and total = 5")).hasSize(1);
		AuditEvent event = this.repl.events(AuditType.REPL_DATA_FIXED).get(0).getAuditEvent();
		assertThat(event.getData()).containsEntry("reason", "INC-1");
		assertThat(String.valueOf(event.getData().get("rows"))).contains("before={id=3").contains("total=0.00");
	}

	@Test
	void fixRefusesAnotherNumberOfRows() {
		assertThat(eval("(fix! {:expect 2} (.reprice (bean 'shop) 3 5.0))"))
			.contains("Nothing was committed. It changed 1 row, but 2 were expected");
		assertThat(eval("(fix! {:expect {:log 1}} (.reprice (bean 'shop) 3 5.0))"))
			.contains("It changed 0 rows of log, but 1 was expected (:expect).")
			.contains("It changed 1 row of purchase, which wasn't expected");
		assertThat(eval("(fix! {} (.reprice (bean 'shop) 3 5.0))")).contains("How many rows should change?");
		assertUnchanged();
		assertThat(this.repl.events(AuditType.REPL_DATA_FIXED)).isEmpty();
	}

	@Test
	void fixRefusesTransactionsOfTheirOwn() {
		assertThat(eval("(fix! {:expect 2} (.note (bean 'shop) \"three\") (.reprice (bean 'shop) 1 5.0))"))
			.contains("Nothing was committed");
		assertUnchanged();
	}

	@Test
	void undoPutsBackWhatWasFixed() {
		String report = eval("(def fixed (fix! {:expect {:purchase 2, :log 1}} (.reprice (bean 'shop) 1 5.0) "
				+ "(sql \"insert into log values ('three')\") (sql \"delete from purchase where id = 2\")))");
		assertThat(report).isEqualTo("#'user/fixed");
		assertThat(rows("select * from purchase")).hasSize(2);
		assertThat(eval("(undo-plan (:id fixed))")).containsIgnoringCase("update ")
			.contains("10.00", "20.00", "gift", "three")
			.containsIgnoringCase("insert into \"public\".\"purchase\"")
			.containsIgnoringCase("delete from ");
		assertThat(rows("select * from purchase")).hasSize(2);
		String undone = eval("(do (def undone (undo! {:reason \"INC-2\"} (:id fixed))) (undo! (:id fixed)))");
		assertThat(undone).contains("Nothing was written").contains("All are as they were before it");
		assertUnchanged();
		assertThat(this.repl.events(AuditType.REPL_DATA_FIXED).get(1).getAuditEvent().getData())
			.containsEntry("reason", "INC-2")
			.containsEntry("undoes", eval("(:id fixed)").replace("\"", ""));
		assertThat(eval("(undo! (:id undone))")).contains("purchase: 1 updated, 1 deleted")
			.contains("Committed as fix-")
			.contains("repl.kit.data.journal");
		assertThat(rows("select * from purchase")).hasSize(2);
		assertThat(eval("(undo! \"fix-0\")")).contains("There is no correction fix-0");
	}

	@Test
	void undoNamesTheRowThatHasChangedSince() {
		eval("(def fixed (fix! {:expect 1} (.reprice (bean 'shop) 1 5.0)))");
		this.database.update("update purchase set note = 'mine' where id = 1");
		assertThat(eval("(undo! (:id fixed))")).contains("purchase id 1 has changed (note null → mine)",
				"Nothing was written");
		assertThat(rows("select * from purchase where total = 5.00")).hasSize(1);
		assertThat(eval("(undo! {:force true} (:id fixed))")).contains("Committed as fix-");
		assertUnchanged();
		assertThat(rows("select * from purchase where note = 'mine'")).isEmpty();
	}

	@Test
	void transactionStaysOpenAcrossForms() {
		assertThat(eval("(begin!)")).isEqualTo(":begun");
		eval("(.reprice (bean 'shop) 1 99.5)");
		assertThat(eval("(:total (first (sql \"select total from purchase where id = 1\")))")).isEqualTo("99.50M");
		assertUnchanged();
		assertThat(eval("(begin!)")).contains("There is a transaction already");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
		assertUnchanged();
		assertThat(eval("(rollback!)")).contains("There is no open transaction");
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 40.0)");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
		assertThat(rows("select * from purchase where total = 40")).hasSize(1);
	}

	@Test
	void openTransactionIsRolledBackWhenTheConnectionIsDropped() throws Exception {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		this.client.close();
		awaitRollback();
		assertUnchanged();
		this.database.update("update purchase set total = 10 where id = 1");
	}

	@Test
	void openTransactionIsRolledBackWhenTheReplCloses() throws Exception {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		this.repl.lifecycle().close(TestPrincipal.ADMIN);
		awaitRollback();
		close();
		this.database.update("update purchase set total = 10 where id = 1");
		assertUnchanged();
	}

	void awaitRollback() {
		Awaitility.await()
			.until(() -> this.repl.events(AuditType.REPL_TRANSACTION)
				.stream()
				.anyMatch((event) -> "rollback".equals(event.getAuditEvent().getData().get("action"))));
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
	void statementsAreTraced() {
		assertThat(eval("(trace-sql (.totals (bean 'shop)))")).contains("select id from purchase")
			.contains("Shop.totals:")
			.contains("N+1: 3 times the same query");
		assertThat(eval("(:statements (trace-sql @(future (sql \"select 1\"))))")).contains("select 1");
		assertThat(eval("(:value (trace-sql (.reprice (bean 'shop) 1 10.0)))")).isEqualTo("1");
	}

	@Test
	void millionRowsStayWithinTheLimits() {
		assertThat(eval("(sql \"" + millionRows() + "\")")).contains("(1000 rows, the first 100 of them")
			.contains("There are more than these 1000 rows");
	}

	abstract String millionRows();

}
