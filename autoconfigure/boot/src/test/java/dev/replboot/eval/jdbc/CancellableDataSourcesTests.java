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

package dev.replboot.eval.jdbc;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CancellableDataSources} with a database that computes.
 */
@Timeout(180)
class CancellableDataSourcesTests {

	private static final String ENDLESS = "select count(*) from system_range(1, 10000000) a, "
			+ "system_range(1, 10000000) b where a.x * b.x < 0";

	@Test
	void statementOfBeanIsCancelledWithItsEvaluation() {
		try (TestRepl repl = TestRepl.with(
				new Class<?>[] { ReplJdbcAutoConfiguration.class, DataSourceConfiguration.class },
				"repl.limits.time=500ms", "repl.limits.allocation=1TB"); ReplClient client = repl.login()) {
			assertThat(client.eval("(.queryForList (bean 'jdbc) \"" + ENDLESS + "\")")).contains("Evaluation stopped")
				.contains("repl.limits.time");
			// which may take longer than the limit on a busy machine
			Awaitility.await()
				.until(() -> client.eval("(.queryForObject (bean 'jdbc) \"select 7\" Integer)").equals("7"));
		}
	}

	@Test
	void dataSourceKeepsItsClass() {
		try (TestRepl repl = TestRepl
			.with(new Class<?>[] { ReplJdbcAutoConfiguration.class, DataSourceConfiguration.class })) {
			assertThat(repl.context().getBean(DataSource.class)).isInstanceOf(SimpleDriverDataSource.class);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class DataSourceConfiguration {

		@Bean
		SimpleDriverDataSource dataSource() {
			JdbcDataSource h2 = new JdbcDataSource();
			h2.setUrl("jdbc:h2:mem:cancel;DB_CLOSE_DELAY=-1");
			return new SimpleDriverDataSource(new org.h2.Driver(), h2.getUrl());
		}

		@Bean
		JdbcTemplate jdbc(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

	}

}
