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

package dev.replboot.lifecycle;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that connections and locks that evaluations have taken of an application are
 * given back.
 */
class GivenBackTakenTests extends GivenBackTests {

	@Test
	void stoppedEvaluationGivesItsConnectionsBackRolledBack() {
		String insert = "(-> c .createStatement (.execute \"insert into t values (1)\"))";
		try (ReplClient client = repl.login()) {
			for (String form : List.of(
					"(let [v (atom [])] (loop [] (swap! v conj (.getConnection (bean 'dataSource))) (recur)))",
					"(do (def kept (doall (repeatedly 3 #(let [c (.getConnection ^javax.sql.DataSource (bean 'dataSource))]"
							+ " (.setAutoCommit c false) " + insert + " c)))) (while true))",
					"(do (run! (fn [_] @(future (.getConnection (bean 'dataSource)))) (range 3)) (while true))",
					"(let [same (.unwrap (bean 'dataSource) javax.sql.DataSource)]"
							+ " (dotimes [_ 3] (.getConnection same)) (while true))")) {
				client.send(form + "\n");
				await(() -> pool().getActiveConnections() == POOL);
				client.ctrlC();
				client.readUntil("user=> ");
				await(() -> pool().getActiveConnections() == 0);
				assertThat(rows()).isZero();
			}
		}
		assertThat(close().leftovers()).isEmpty();
	}

	@Test
	void connectionThatIsKeptIsListedAndGivenBackWhenTheReplCloses() {
		try (ReplClient client = repl.login()) {
			client.eval("(def c (doto (.getConnection (bean 'dataSource)) (.setAutoCommit false)))");
			client.eval("(.execute (.createStatement c) \"insert into t values (1)\")");
			assertThat(client.eval("(map (juxt :what :by) (changes))")).isEqualTo("([\"JDBC connection #1\" \"ann\"])");
			assertThat(client.eval("(.isClosed c)")).isEqualTo("false");
			client.eval("(with-open [c (.getConnection (bean 'dataSource))] 1)");
			assertThat(client.eval("(count (changes))")).isEqualTo("1");
			assertThat(pool().getActiveConnections()).isEqualTo(1);
			client.eval("(def d (.getConnection (bean 'dataSource)))");
			assertThat(client.eval("(revert! (:what (second (changes))))")).isEqualTo("true");
			assertThat(client.eval("[(.isClosed d) (count (changes))]")).isEqualTo("[true 1]");
		}
		assertThat(close().leftovers()).isEmpty();
		assertThat(pool().getActiveConnections()).isZero();
		assertThat(rows()).isZero();
	}

	@Test
	void whatACallbackTakesOnAThreadOfTheApplicationIsListedAndGivenBackWhenTheReplCloses() {
		try (TestRepl own = TestRepl.closedWith(new Class<?>[] { Application.class }, "repl.limits.callback=1m")) {
			own.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
			Keeper keeper = own.context().getBean(Keeper.class);
			HikariDataSource dataSource = own.context().getBean(HikariDataSource.class);
			try (ReplClient client = own.login()) {
				client.eval("(.keep (bean 'keeper) (reify java.util.function.Consumer (accept [_ e]"
						+ " (.getConnection ^javax.sql.DataSource (bean 'dataSource))"
						+ " (with-open [c (.getConnection (bean 'dataSource))] 1))))");
				client.eval("(patch! (bean 'keeper) \"answer\""
						+ " (fn [this args proceed] (.getConnection (bean 'dataSource)) (proceed)))");
				own.context().publishEvent("an event");
				assertThat(keeper.answer()).isEqualTo(42);
				assertThat(client.eval("(map :what (filter (fn [c] (= \"taken\" (:to c))) (changes)))"))
					.isEqualTo("(\"JDBC connection #1\" \"JDBC connection #3\")");
				assertThat(dataSource.getHikariPoolMXBean().getActiveConnections()).isEqualTo(2);
			}
			assertThat(own.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			assertThat(dataSource.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void lockIsListedAndUnlockedWhenTheEvaluationIsStoppedOrTheSessionEnds() throws Exception {
		ReentrantLock lock = repl.context().getBean(ReentrantLock.class);
		try (ReplClient client = repl.login()) {
			client.send("(do (.lock ^java.util.concurrent.locks.ReentrantLock (bean 'lock)) (while true))\n");
			await(lock::isLocked);
			client.ctrlC();
			assertThat(lock.tryLock(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			lock.unlock();
		}
		try (ReplClient client = repl.login(); ReplClient other = repl.login()) {
			client.eval("(do (.lock (bean 'lock)) (.lock (bean 'lock)))");
			String revert = "(try (revert! (:what (first (changes)))) (catch Exception e (ex-message e)))";
			assertThat(other.eval(revert)).contains("could not be given back", "can unlock it");
			assertThat(lock.isLocked()).isTrue();
			assertThat(client.eval("(count (changes))")).isEqualTo("1");
			assertThat(client.eval(revert)).isEqualTo("true");
			assertThat(lock.isLocked()).isFalse();
		}
		for (String form : List.of("(.lock (bean 'lock))", "(.tryLock ^java.util.concurrent.locks.Lock (bean 'lock))",
				"(dotimes [_ 3] (.lockInterruptibly (bean 'lock)))", "@(future (.lock (bean 'lock)) 1)",
				"(.join (doto (Thread. (fn [] (.lock (bean 'lock)))) .start))",
				"(do (.lock (bean 'lock)) (.unlock (bean 'lock)))")) {
			try (ReplClient client = repl.login()) {
				client.eval(form);
				assertThat(client.eval("(count (changes))")).as(form).isEqualTo(lock.isLocked() ? "1" : "0");
			}
			assertThat(lock.tryLock(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(form).isTrue();
			lock.unlock();
		}
		assertThat(close().leftovers()).isEmpty();
	}

	private static HikariPoolMXBean pool() {
		return repl.context().getBean(HikariDataSource.class).getHikariPoolMXBean();
	}

	private static int rows() {
		return repl.context().getBean(JdbcTemplate.class).queryForObject("select count(*) from t", Integer.class);
	}

}
