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
import org.springframework.boot.actuate.audit.AuditEvent;

import dev.replboot.audit.AuditType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code fix!} and {@code undo!} do, on any database.
 */
@Timeout(900)
abstract class CorrectionTests extends AnyDatabase {

	CorrectionTests(TestedDatabase tested) {
		super(tested);
	}

	@Test
	void correctionThatCannotBeUndoneIsNotAnnouncedAsOneThatCan() {
		execute("create table boss (id int primary key, d date not null unique, n int unique)");
		execute("create table aide (boss int references boss)");
		execute("insert into boss values (1, date '2024-01-01', 1), (2, date '2024-01-02', 2)");
		String exchange = "(fix! {:expect 2} (sql \"update boss set %1$s = %1$s + 100\")"
				+ " (sql \"update boss set %1$s = case id when 1 then %2$s else %3$s end\"))";
		assertThat(eval(exchange.formatted("n", "2", "1"))).contains("Committed as fix-", "reverts it");
		assertThat(eval("(:undoable? *1)")).isEqualTo("true");
		assertThat(eval("(def fixed " + exchange.formatted("d", "date '2024-01-02'", "date '2024-01-01'") + ")"))
			.isEqualTo("#'user/fixed");
		assertThat(eval("fixed"))
			.contains("undo! can't put this back. Rows of public.boss have exchanged values", "(undo-plan \"fix-",
					"Committed as fix-")
			.doesNotContain("reverts it");
		assertThat(eval("(undo! fixed)")).contains("Rows of public.boss have exchanged values");
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
	void stoppedEvaluationNamesAllItsCorrections() {
		this.client.send("(do (fix! {:expect 1} (.reprice (bean 'shop) 1 5.0))"
				+ " (fix! {:expect 1} (.reprice (bean 'shop) 2 5.0)) (println (str \"all\" \" of it\")) (loop [] (recur)))\n");
		this.client.readUntil("all of it");
		this.client.ctrlC();
		assertThat(this.client.readUntil("user=> "))
			.containsPattern("Its transactions are committed: fix-[0-9a-f]+, fix-[0-9a-f]+\\.");
	}

	@Test
	void stoppedEvaluationNamesWhatItCommittedBeforeTheDryRun() {
		this.client.send("(do (fix! {:expect 1} (.reprice (bean 'shop) 1 5.0))"
				+ " (dry-run (.reprice (bean 'shop) 2 5.0)) (println (str \"all\" \" of it\")) (loop [] (recur)))\n");
		this.client.readUntil("all of it");
		this.client.ctrlC();
		assertThat(this.client.readUntil("user=> "))
			.containsPattern("nothing of it is committed\\. Committed before: fix-[0-9a-f]+\\.");
	}

	@Test
	void refusalOfATransactionOfItsOwnSaysWhy() {
		assertThat(eval(
				"(try (fix! {:expect 1} (.execute (doto (org.springframework.transaction.support.TransactionTemplate."
						+ " (bean 'transactionManager)) (.setPropagationBehavior 3))"
						+ " (reify org.springframework.transaction.support.TransactionCallback"
						+ " (doInTransaction [_ _] (sql \"update purchase set total = 9 where id = 1\"))))"
						+ " ) (catch Exception e (str \"says: \" (ex-message e))))"))
			.contains(
					"says: Nothing was committed. Something of it can't be committed together with the rest. The body used"
							+ " a transaction of its own (REQUIRES_NEW");
		assertUnchanged();
	}

	@Test
	void unknownCorrectionIsAnsweredWithTheLastFive() {
		eval("(doseq [total (range 1 8)] (fix! {:expect 1} (sql (str \"update purchase set total = \" total"
				+ " \" where id = 1\"))))");
		assertThat(eval("(undo! \"fix-nope\")")).containsPattern("The last were: fix-\\w+(, fix-\\w+){4}\\.");
	}

}
