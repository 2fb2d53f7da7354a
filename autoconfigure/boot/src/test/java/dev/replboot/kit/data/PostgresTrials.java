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
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.Shop;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A REPL in an application with pools of connections to PostgreSQL, and somebody else who
 * uses the same database.
 */
abstract class PostgresTrials {

	static String url;

	static JdbcTemplate database;

	static TestRepl repl;

	static ReplClient client;

	@BeforeAll
	static void open() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		url = TestDatabase.newPostgres();
		database = TestDatabase.create(url);
		database.execute(
				"create materialized view summary as select customer, sum(total) as total from purchase group by 1;"
						+ " create unique index on summary (customer); create index names on customer (name)");
		repl = TestRepl.with(
				new Class<?>[] { TrialPools.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url);
		client = repl.login();
		client.eval("(import 'org.springframework.transaction.support.TransactionSynchronizationManager"
				+ " 'org.springframework.transaction.support.TransactionSynchronization"
				+ " 'org.springframework.transaction.support.TransactionTemplate"
				+ " 'org.springframework.transaction.support.TransactionCallback)");
		client.eval("(def elsewhere (bean 'elsewhere))");
		client.eval("(defn in-its-own [f] (.execute (doto (TransactionTemplate. (bean 'transactionManager))"
				+ " (.setPropagationBehavior 3)) (reify TransactionCallback (doInTransaction [_ _] (f)))))");
		client.eval("(defn before-commit [f] (TransactionSynchronizationManager/registerSynchronization"
				+ " (reify TransactionSynchronization (beforeCommit [_ _] (f)))))");
	}

	@AfterAll
	static void close() {
		if (client != null) {
			client.close();
			repl.close();
		}
	}

	// nobody is left behind, and whoever comes next finds the pool as it was
	@AfterEach
	void assertNothingIsLeft() {
		// the server takes its time to end a connection that was closed, and to look
		// after its tables
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(
							database.queryForObject(
									"select count(*) from pg_stat_activity where datname = current_database()"
											+ " and backend_type = 'client backend'"
											+ " and (xact_start is not null and pid <> pg_backend_pid())",
									Integer.class))
						.isZero());
		for (String name : new String[] { "dataSource", "small" }) {
			HikariPoolMXBean pool = repl.context().getBean(name, HikariDataSource.class).getHikariPoolMXBean();
			Awaitility.await()
				.untilAsserted(() -> assertThat((pool != null) ? pool.getActiveConnections() : 0).isZero());
		}
		database.execute("delete from log; insert into log values ('one'), ('two');"
				+ " update purchase set total = case id when 3 then 0 else id * 10 end, note = case id when 2 then 'gift' end");
	}

	static String eval(String form) {
		return client.eval(form);
	}

	static List<Map<String, Object>> rows(String sql) {
		return database.queryForList(sql);
	}

	static void assertUnchanged() {
		assertThat(database.queryForObject("select sum(total) from purchase", String.class)).isEqualTo("30.00");
		assertThat(rows("select * from purchase")).hasSize(3);
		assertThat(rows("select * from log")).hasSize(2);
		assertThat(rows("select * from summary")).hasSize(2);
	}

	/**
	 * Somebody else.
	 */
	public static class Elsewhere {

		/**
		 * Change data and commit that.
		 * @param sql the statement
		 */
		public void update(String sql) {
			database.execute(sql);
		}

		/**
		 * Change data on another thread.
		 * @param shop the shop
		 * @param id the purchase
		 * @param total its total
		 * @return how many rows were changed
		 */
		public CompletableFuture<Integer> later(Shop shop, int id, double total) {
			return CompletableFuture.supplyAsync(() -> shop.reprice(id, total), (task) -> new Thread(task).start());
		}

	}

}
