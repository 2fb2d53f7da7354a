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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

import dev.replboot.testsupport.TestDatabase;

/**
 * Tests for the report of dry runs on H2 with random tables and transactions.
 */
class H2RandomChangesTests extends RandomChangesTests {

	@Override
	String newDatabase() {
		return TestDatabase.newH2();
	}

	@Override
	void bounded(Connection other) throws SQLException {
		try (Statement statement = other.createStatement()) {
			statement.execute("set lock_timeout 20");
		}
	}

	@Override
	String kind() {
		return "h2";
	}

	@Override
	ChangeReader reader() {
		return new H2Changes();
	}

	@Override
	String create(Statement statement, String name, Random random) throws SQLException {
		String columns = "k int not null, n int not null, v varchar(200)";
		String more = random.nextBoolean() ? ", g int generated always as (k * 2)" : "";
		String key = switch (random.nextInt(4)) {
			case 0 -> "";
			case 1 -> "k, n";
			default -> "k";
		};
		String constraint = key.isEmpty() ? "" : (random.nextBoolean() ? ", primary key (" : ", unique (") + key + ")";
		statement.execute("create table " + name + " (" + columns + more + constraint + ")");
		if (key.equals("k") && random.nextBoolean()) {
			statement.execute("create table " + name.replaceAll("\"$", "_c\"") + " (p int references " + name
					+ " (k) on delete cascade on update cascade, w varchar(20))");
		}
		return key;
	}

	@Override
	List<String> special(String name, Random random) {
		String where = " where k = " + random.nextInt(12);
		return switch (random.nextInt(3)) {
			case 0 -> List.of("select * from " + name + where + " for update");
			case 1 -> List.of("update " + name + " set n = mod(n + 1, 3)" + where);
			default -> List.of("merge into " + name + " t using (select 3 k, 1 n, 'm' v) s on t.k = s.k"
					+ " when matched then update set v = s.v when not matched then insert (k, n, v) values (s.k, s.n, s.v)");
		};
	}

}
