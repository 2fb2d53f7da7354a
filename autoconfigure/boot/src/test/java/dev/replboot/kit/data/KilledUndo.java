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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

/**
 * Process that undoes corrections and gets stuck in the middle: while it writes, before
 * it commits, and after it has committed. Then somebody kills it.
 */
public final class KilledUndo {

	/**
	 * The tables of the corrections, which are named for where undoing them gets stuck.
	 */
	static final String[] TABLES = { "writing", "committing", "committed" };

	private static volatile String stuck = "";

	private static volatile CountDownLatch reached = new CountDownLatch(1);

	private KilledUndo() {
	}

	/**
	 * Correct and undo.
	 * @param args the database's URL and the journal
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(args[0]));
		try (TestRepl repl = TestRepl.with(
				new Class<?>[] { Database.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + args[0], "repl.kit.data.journal=" + args[1]);
				Connection blocking = DriverManager.getConnection(args[0])) {
			for (String table : TABLES) {
				String id;
				try (ReplClient client = repl.login()) {
					id = client.eval("(:id (fix! {:expect 3} (sql \"delete from " + table + " where n < 4\")))");
				}
				if (table.equals("writing")) {
					blocking.setAutoCommit(false);
					blocking.createStatement().execute("insert into writing values (3, 'somebody else''s')");
				}
				stuck = table;
				reached = new CountDownLatch(1);
				new Thread(() -> {
					try (ReplClient client = repl.login()) {
						client.eval("(undo! " + id + ")");
					}
				}).start();
				if (table.equals("writing")) {
					while (database
						.queryForObject("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
								+ " and datname = current_database()", Integer.class) == 0) {
						Thread.onSpinWait();
					}
				}
				else {
					reached.await();
				}
				stuck = "";
			}
			database.execute("insert into ready values (1)");
			new CountDownLatch(1).await();
		}
	}

	private static Object commit(Connection connection) throws SQLException, InterruptedException {
		String where = hasWritten(connection) ? stuck : "";
		if (where.equals("committing")) {
			getStuck();
		}
		connection.commit();
		if (where.equals("committed")) {
			getStuck();
		}
		return null;
	}

	private static boolean hasWritten(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery("select pg_current_xact_id_if_assigned()")) {
			return set.next() && set.getString(1) != null;
		}
	}

	private static void getStuck() throws InterruptedException {
		reached.countDown();
		new CountDownLatch(1).await();
	}

	/**
	 * A database whose commits get stuck.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Database {

		@Bean
		DataSource dataSource(Environment environment) {
			return new DriverManagerDataSource(environment.getRequiredProperty("test.url")) {

				@Override
				protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
					Connection connection = super.getConnectionFromDriver(properties);
					return (Connection) Proxy.newProxyInstance(KilledUndo.class.getClassLoader(),
							new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
								try {
									return method.getName().equals("commit") ? commit(connection)
											: method.invoke(connection, arguments);
								}
								catch (InvocationTargetException ex) {
									throw ex.getCause();
								}
							});
				}

			};
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
