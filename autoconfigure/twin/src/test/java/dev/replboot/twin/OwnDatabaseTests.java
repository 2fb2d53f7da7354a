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

package dev.replboot.twin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnDatabase}.
 */
@Tag("plain")
class OwnDatabaseTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:mem:orders, , false, true", "jdbc:h2:mem:orders, , true, true", ", , false, true",
			", , true, false", "jdbc:h2:file:/tmp/x, , false, false", "jdbc:postgresql://db/x, , false, false",
			"jdbc:h2:mem:orders, jdbc:postgresql://db/x, false, false", ", jdbc:mysql://db/x, false, false" })
	void schemaIsLeftToTheApplicationForH2InMemoryAlone(String url, String another, boolean writable, boolean own) {
		ConfigurableEnvironment environment = environment(url, another);
		TwinOptions options = TwinOptions.of(new String[] { "--repl.twin", "--repl.twin.writable=" + writable });
		assertThat(OwnDatabase.isIn(environment, writable)).isEqualTo(own);
		assertThat(TwinProperties.source(options, environment).containsProperty("spring.flyway.enabled"))
			.isEqualTo(!own);
		assertThat(TwinProperties.source(options, environment).getProperty("spring.sql.init.mode"))
			.isEqualTo(own ? null : "never");
	}

	@Test
	void tablesAreThereForTheFirstConnection() throws SQLException {
		try (TwinContext context = new TwinContext()) {
			ConfigurableEnvironment environment = environment("jdbc:h2:mem:own", null);
			context.setEnvironment(environment);
			context.getBeanFactory()
				.addBeanPostProcessor(new TwinDataSources(false, Duration.ofMinutes(1),
						OwnDatabase.schema(context.getBeanFactory(), environment, false)));
			context.register(Application.class);
			context.refresh();
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					ResultSet rows = connection.createStatement().executeQuery("select count(*) from repl_audit")) {
				assertThat(rows.next()).isTrue();
			}
		}
	}

	private static ConfigurableEnvironment environment(String url, String another) {
		StandardEnvironment environment = new StandardEnvironment();
		Map<String, Object> properties = new HashMap<>(
				Map.of("spring.sql.init.schema-locations", "classpath:dev/replboot/audit/schema-h2.sql"));
		if (url != null) {
			properties.put("spring.datasource.url", url);
		}
		if (another != null) {
			properties.put("orders.archive.url", another);
		}
		environment.getPropertySources().addLast(new MapPropertySource("application", properties));
		return environment;
	}

	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class })
	static class Application {

	}

}
