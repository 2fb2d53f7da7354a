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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a transaction that stays open across forms does, on any database.
 */
@Timeout(900)
abstract class TransactionFormTests extends AnyDatabase {

	private static final String[] ENDINGS = { "commit", "end", "rollback",
			"rollback; begin; update purchase set total = 0; commit", "start transaction", "begin",
			"prepare transaction 'x'", "set transaction isolation level serializable",
			"update purchase set total = 0; commit", "/* it's */ -- over\n commit" };

	TransactionFormTests(TestedDatabase tested) {
		super(tested);
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
	void whatIsExecutedAfterwardsHidesNoEnd() {
		String commit = "(.commit (dev.replboot.eval.jdbc.StatementWatch/unwatched"
				+ " (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))))";
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		eval(commit);
		eval("(.reprice (bean 'shop) 2 88.5)");
		eval("(sql \"select 1\")");
		assertThat(eval("(rollback!)")).contains("Not all of it is rolled back").contains("was ended before");
		assertThat(rows("select * from purchase where total in (99.5, 88.5)")).hasSize(1);
		eval("(begin!)");
		eval(commit);
		assertThat(eval("(rollback!)")).contains("Not all of it is rolled back");
		assertThat(eval("(dry-run (.reprice (bean 'shop) 1 77.5) " + commit + " (.reprice (bean 'shop) 2 66.5))"))
			.contains("The body ended the transaction itself")
			.doesNotContain("Rolled back.");
		assertThat(eval("(dry-run " + commit + " (throw (Exception. \"own\")))")).contains("own");
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

	@Test
	void listOfChangesSaysWhoseTransactionItIsAndUntilWhen() {
		eval("(begin!)");
		assertThat(eval("(map (juxt :what :to :until) (changes))")).containsPattern(
				"\\[\"transaction of session \\S+ on dataSource\" \"open\" \"\\S+Z \\(repl.limits.transaction\\) or the session ends\"]");
		eval("(rollback!)");
		assertThat(eval("(changes)")).isEqualTo("[]");
	}

	@Test
	void transactionThatAnotherSessionRevertsIsRolledBackAndItsSessionTold() {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		try (ReplClient other = this.repl.login()) {
			other.eval("(begin!)");
			assertThat(other.eval("(revert! (:id (first (changes))))")).isEqualTo("true");
			assertThat(other.eval("(count (changes))")).isEqualTo("1");
			assertThat(other.eval("(rollback!)")).isEqualTo(":rolled-back");
		}
		assertThat(this.client.readUntil("(revert!)."))
			.contains("The transaction that was open is rolled back: nothing of it is committed. Asked for by ");
		assertUnchanged();
		assertThat(this.repl.events(AuditType.REPL_TRANSACTION))
			.anySatisfy((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("action", "rollback")
				.hasEntrySatisfying("reason",
						(reason) -> assertThat(String.valueOf(reason)).startsWith("Asked for by ")));
		this.client.send("(commit!)\n");
		this.client.readUntil("There is no open transaction here.");
		this.client.send("(begin!)\n");
		this.client.readUntil(":begun");
		this.client.send("(rollback!)\n");
		this.client.readUntil(":rolled-back");
	}

	@Test
	void transactionThatIsRevertedDuringItsFormIsListedUntilThatIsOver() {
		eval("(def go (promise))");
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		this.client.send("(do (println \"now\") @go)\n");
		this.client.readUntil("now");
		try (ReplClient other = this.repl.login()) {
			for (int i = 0; i < 2; i++) {
				assertThat(other.eval("(revert! (:id (first (changes))))")).contains("true",
						"will be rolled back when its form is over");
				assertThat(other.eval("(count (changes))")).isEqualTo("1");
			}
			other.eval("(deliver user/go :gone)");
			this.client.readUntil(":gone");
			Awaitility.await().until(() -> other.eval("(changes)").equals("[]"));
		}
		assertUnchanged();
	}

	@Test
	void transactionThatItsOwnSessionRevertsIsRolledBack() {
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		assertThat(eval("(revert! (:id (first (changes))))")).isEqualTo("true");
		assertThat(eval("(rollback!)")).contains("There is no open transaction");
		assertUnchanged();
	}

	@Test
	void transactionWhoseConnectionIsGoneIsOver() {
		String close = "(.close (dev.replboot.eval.jdbc.StatementWatch/unwatched"
				+ " (org.springframework.jdbc.datasource.DataSourceUtils/getConnection (bean 'dataSource))))";
		eval("(begin!)");
		eval("(.reprice (bean 'shop) 1 99.5)");
		eval(close);
		assertThat(eval("(commit!)")).contains("Nothing was committed, and the transaction is over.",
				"(begin!) begins another.");
		assertThat(eval("(begin!)")).isEqualTo(":begun");
		eval("(.reprice (bean 'shop) 1 99.5)");
		eval(close);
		this.client.send("(rollback!)\n");
		assertThat(this.client.readUntil("user=> "))
			.contains("Nothing of the transaction is committed, and it is over.", ":rolled-back");
		assertUnchanged();
		assertThat(eval("(begin!)")).isEqualTo(":begun");
		eval("(.reprice (bean 'shop) 1 40.0)");
		assertThat(eval("(commit!)")).isEqualTo(":committed");
		assertThat(rows("select * from purchase where total = 40")).hasSize(1);
	}

}
