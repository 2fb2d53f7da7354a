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

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.replboot.testsupport.TestDatabase;

/**
 * A pool of one connection, for those who ask for it, and databases of other names.
 */
@Configuration(proxyBeanMethods = false)
class MariaDbPools {

	@Bean(autowireCandidate = false)
	HikariDataSource pool(Environment environment) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(environment.getRequiredProperty("test.url"));
		pool.setMaximumPoolSize(1);
		pool.setMinimumIdle(0);
		return pool;
	}

	@Bean(autowireCandidate = false)
	HikariDataSource embedded() {
		HikariDataSource embedded = new HikariDataSource();
		embedded.setJdbcUrl(TestDatabase.newH2());
		embedded.setMinimumIdle(0);
		TestDatabase.create(embedded.getJdbcUrl());
		return embedded;
	}

	// its driver calls the server what the URL says
	@Bean(autowireCandidate = false)
	HikariDataSource mysql(Environment environment) {
		HikariDataSource mysql = new HikariDataSource();
		mysql.setJdbcUrl(environment.getRequiredProperty("test.url") + "&useMysqlMetadata=true");
		mysql.setMinimumIdle(0);
		return mysql;
	}

	@Bean
	MariaDbApplication.Elsewhere elsewhere(Environment environment) {
		return new MariaDbApplication.Elsewhere(environment.getRequiredProperty("test.url"));
	}

}
