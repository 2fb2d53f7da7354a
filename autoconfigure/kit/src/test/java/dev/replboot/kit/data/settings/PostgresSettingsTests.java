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

package dev.replboot.kit.data.settings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link ConnectionSettings} on PostgreSQL.
 */
class PostgresSettingsTests {

	private static final String[] CHANGES = { "set search_path = pg_catalog", "set local search_path = public",
			"reset search_path", "set timezone = 'Asia/Tokyo'", "set local timezone = 'UTC'", "reset timezone",
			"set statement_timeout = '77s'", "set local statement_timeout = '5min'", "set role pg_monitor",
			"set local role pg_read_all_data", "reset role", "set session authorization settings_user",
			"reset session authorization", "set app.tenant = 'x'", "set local app.tenant = 'before'",
			"set local lock_timeout = '1s'", "set datestyle = 'ISO, DMY'", "set work_mem = '5MB'", "reset all",
			"savepoint a; set work_mem = '6MB'; rollback to a", "set local work_mem = '4MB'" };

	private Connection connection;

	@BeforeEach
	void connect() throws SQLException {
		assumeThat(PostgresServer.isInstalled()).isTrue();
		this.connection = DriverManager.getConnection(PostgresServer.get().url());
		execute("drop role if exists settings_user; create role settings_user in role pg_monitor, pg_read_all_data");
		this.connection.setAutoCommit(false);
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	// what PostgreSQL itself says between two transactions
	private Map<String, String> settings() throws SQLException {
		Map<String, String> settings = new TreeMap<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet set = statement.executeQuery("select name, setting from pg_settings where name not like"
						+ " 'transaction%' union all select 'user', session_user || ' ' || current_user")) {
			while (set.next()) {
				settings.put(set.getString(1), set.getString(2));
			}
		}
		this.connection.commit();
		settings.remove("app.tenant", "");
		return settings;
	}

	@Test
	void whateverIsSetIsPutBack() throws SQLException {
		long seed = Long.getLong("trial.seed", 1);
		Random random = new Random(seed);
		for (int round = 0; round < 60; round++) {
			// what the application's pool has set
			execute("reset session authorization; reset role; reset all");
			for (String own : List.of("set app.tenant = 'before'", "set search_path = public, pg_catalog",
					"set role settings_user")) {
				if (random.nextBoolean()) {
					execute(own);
				}
			}
			this.connection.commit();
			Map<String, String> before = settings();
			ConnectionSettings settings = ConnectionSettings.of(this.connection);
			List<String> changes = new ArrayList<>();
			for (int i = random.nextInt(6); i > 0; i--) {
				changes.add(CHANGES[random.nextInt(CHANGES.length)]);
				execute(changes.get(changes.size() - 1));
			}
			List<String> names = settings.putBack(this.connection);
			this.connection.commit();
			assertThat(settings()).as("seed " + seed + ", round " + round + ": " + changes).isEqualTo(before);
			if (changes.isEmpty()) {
				assertThat(names).isEmpty();
			}
		}
	}

	@Test
	void namesAreThoseOfDifferentValues() throws SQLException {
		ConnectionSettings settings = ConnectionSettings.of(this.connection);
		execute("set timezone = 'Asia/Tokyo'; set role pg_monitor; set local work_mem = '4MB'; set lock_timeout = 0");
		assertThat(settings.putBack(this.connection)).containsExactly("TimeZone", "role");
	}

	@Test
	void whatAnotherUserHasSetStays() throws SQLException {
		execute("set log_min_messages = 'error'; set role settings_user");
		this.connection.commit();
		ConnectionSettings settings = ConnectionSettings.of(this.connection);
		execute("set timezone = 'Asia/Tokyo'");
		assertThat(settings.putBack(this.connection)).containsExactly("TimeZone");
		this.connection.commit();
		assertThat(settings()).containsEntry("log_min_messages", "error").containsEntry("user", "test settings_user");
	}

}
