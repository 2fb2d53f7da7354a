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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import dev.replboot.testsupport.Shop;
import dev.replboot.testsupport.TestDatabase;

/**
 * An application with two pools, one of which has a single connection.
 */
@Configuration(proxyBeanMethods = false)
class TrialPools {

	private static HikariDataSource pool(Environment environment, int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(environment.getRequiredProperty("test.url"));
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(0);
		return pool;
	}

	@Bean
	@Primary
	HikariDataSource dataSource(Environment environment) {
		return pool(environment, 4);
	}

	@Bean
	HikariDataSource small(Environment environment) {
		return pool(environment, 1);
	}

	@Bean
	HikariDataSource other(Environment environment) {
		HikariDataSource other = pool(environment, 4);
		other.addDataSourceProperty("ApplicationName", "other");
		return other;
	}

	@Bean
	HikariDataSource embedded() {
		HikariDataSource embedded = new HikariDataSource();
		embedded.setJdbcUrl(TestDatabase.newH2());
		embedded.setMinimumIdle(0);
		TestDatabase.create(embedded.getJdbcUrl());
		return embedded;
	}

	@Bean
	SingleConnectionDataSource single(Environment environment) {
		return new SingleConnectionDataSource(environment.getRequiredProperty("test.url"), true);
	}

	@Bean
	TransactionAwareDataSourceProxy aware(@Qualifier("dataSource") DataSource dataSource) {
		return new TransactionAwareDataSourceProxy(dataSource);
	}

	@Bean
	@Primary
	PlatformTransactionManager transactionManager(HikariDataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	Shop shop(HikariDataSource dataSource, PlatformTransactionManager transactionManager) {
		return new Shop(new JdbcTemplate(dataSource), transactionManager);
	}

	@Bean
	PostgresTrials.Elsewhere elsewhere() {
		return new PostgresTrials.Elsewhere();
	}

}
