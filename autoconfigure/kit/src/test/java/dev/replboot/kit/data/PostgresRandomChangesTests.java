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

import org.junit.jupiter.api.BeforeAll;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the report of dry runs on PostgreSQL with random tables and transactions.
 */
class PostgresRandomChangesTests extends RandomChangesTests {

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
	}

	@Override
	String newDatabase() {
		return TestDatabase.newPostgres();
	}

	@Override
	String kind() {
		return "postgresql";
	}

	@Override
	ChangeReader reader() {
		return new PostgresChanges();
	}

	@Override
	void bounded(Connection other) throws SQLException {
		try (Statement statement = other.createStatement()) {
			statement.execute("set lock_timeout = '20ms'");
		}
	}

	@Override
	String create(Statement statement, String name, Random random) throws SQLException {
		String columns = "k int not null, n int not null, v text";
		String more = random.nextBoolean() ? ", g int generated always as (k * 2) stored" : "";
		String child = name.replaceAll("\"$", "_c\"");
		switch (random.nextInt(7)) {
			case 0 -> statement.execute("create table " + name + " (" + columns + more + ")");
			case 1 -> statement.execute("create table " + name + " (" + columns + more + ", unique (k))");
			case 2 -> {
				statement.execute(
						"create table " + name + " (" + columns + more + ", primary key (k, n)) partition by list (n)");
				for (int i = 0; i < 3; i++) {
					statement.execute("create table " + name.replaceAll("\"$", "_p" + i + "\"") + " partition of "
							+ name + " for values in (" + i + ")");
				}
				return "k, n";
			}
			case 3 -> {
				statement.execute("create table " + name + " (" + columns + more + ", primary key (k))");
				statement.execute("create table " + child + " (p int references " + name
						+ " on delete cascade on update cascade, w text)");
				statement.execute("create function f() returns trigger language plpgsql as $$ begin insert into "
						+ child + " values (new.k, new.v); return new; end $$");
				statement.execute(
						"create trigger t after insert or update on " + name + " for each row execute function f()");
				statement.execute("alter function f() rename to f" + random.nextInt(1000000));
				return "k";
			}
			case 4 -> {
				statement.execute("create table " + name + " (" + columns + more
						+ ", primary key (k) deferrable initially deferred)");
				statement.execute("create table " + child + " () inherits (" + name + ")");
				return "";
			}
			case 5 -> {
				statement.execute("create table " + name + " (" + columns + more + ", primary key (k, n))");
				return "k, n";
			}
			default -> {
				statement.execute("create table " + name + " (" + columns + more + ", primary key (k))");
				return "k";
			}
		}
		return "";
	}

	@Override
	List<String> special(String name, Random random) {
		String where = " where k = " + random.nextInt(12);
		return switch (random.nextInt(5)) {
			case 0 -> List.of("select * from " + name + where + " for update", "do $$ begin begin delete from " + name
					+ where + "; exception when others then raise; end; end $$");
			case 1 -> List.of("update " + name + " set n = (n + 1) % 3" + where);
			case 2 -> List.of("with gone as (delete from " + name + where + " returning k, n, v) insert into " + name
					+ " (k, n, v) select k, n, v from gone on conflict do nothing");
			case 3 -> List.of("select * from " + name + where + " for share");
			default -> List.of("do $$ begin begin update " + name + " set v = 'lost'" + where
					+ "; raise 'no'; exception when others then null; end; end $$");
		};
	}

}
