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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.testsupport.Visible;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the kit's functions for data read, and how they show it, on any database.
 */
@Timeout(900)
abstract class DataTests extends AnyDatabase {

	DataTests(TestedDatabase tested) {
		super(tested);
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
	void nestedArraysAreVectors() {
		assertThat(eval("(pr-str (:a (first (sql \"select array[array[1,2],array[3,null]] as a\"))))"))
			.isEqualTo("\"[[1 2] [3 nil]]\"");
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

}
