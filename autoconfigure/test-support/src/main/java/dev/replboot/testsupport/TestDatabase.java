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

package dev.replboot.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A database of a shop, with a service that changes it.
 */
@Configuration(proxyBeanMethods = false)
public class TestDatabase {

	/**
	 * What makes the tables.
	 */
	public static final String[] SCHEMA = { "create table customer (id int primary key, name varchar(40) not null)",
			"create table purchase (id int primary key, customer int references customer (id), total numeric(8, 2), note varchar(1000))",
			"create table log (line varchar(40))", "insert into customer values (1, 'Ann'), (2, 'Bob')",
			"insert into purchase values (1, 1, 10.00, null), (2, 1, 20.00, 'gift'), (3, 2, 0.00, null)",
			"insert into log values ('one'), ('two')" };

	/**
	 * A new database in memory, without tables. On a busy machine a thread may hold a
	 * lock for long.
	 * @return its URL
	 */
	public static String newH2() {
		return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";
	}

	/**
	 * A new database of PostgreSQL, without tables.
	 * @return its URL
	 */
	public static String newPostgres() {
		PostgresServer server = PostgresServer.get();
		String name = "t" + UUID.randomUUID().toString().replace("-", "");
		new JdbcTemplate(new DriverManagerDataSource(server.url())).execute(server.creating(name));
		return server.url().replace("/postgres?", "/" + name + "?");
	}

	/**
	 * Make the tables.
	 * @param url of the database
	 * @return the database
	 */
	public static JdbcTemplate create(String url) {
		JdbcTemplate template = new JdbcTemplate(new DriverManagerDataSource(url));
		for (String statement : SCHEMA) {
			template.execute(statement);
		}
		return template;
	}

	/**
	 * Execute statements.
	 * @param connection where
	 * @param statements the statements
	 * @throws SQLException if one fails
	 */
	public static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * The data source.
	 * @param environment tells where the database is
	 * @return the data source
	 */
	@Bean
	protected DataSource dataSource(Environment environment) {
		return new MovingDataSource(environment);
	}

	@Bean
	PlatformTransactionManager transactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	Shop shop(DataSource dataSource, PlatformTransactionManager transactionManager) {
		return new Shop(new JdbcTemplate(dataSource), transactionManager);
	}

	/**
	 * Connects to where the property {@code test.url} says now, so that tests with
	 * databases of their own can share an application.
	 */
	static class MovingDataSource extends DriverManagerDataSource {

		private final Environment environment;

		MovingDataSource(Environment environment) {
			this.environment = environment;
		}

		@Override
		public String getUrl() {
			return this.environment.getRequiredProperty("test.url");
		}

	}

}
