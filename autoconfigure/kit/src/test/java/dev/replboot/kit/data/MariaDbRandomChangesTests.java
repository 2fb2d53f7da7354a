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

import dev.replboot.testsupport.MariaDbServer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the report of dry runs on MariaDB with random tables and transactions.
 */
class MariaDbRandomChangesTests extends RandomChangesTests {

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
	}

	@Override
	String newDatabase() {
		return MariaDbServer.get().newDatabase()
				+ "&sessionVariables=sql_mode='PIPES_AS_CONCAT,STRICT_TRANS_TABLES',innodb_lock_wait_timeout=60";
	}

	@Override
	String kind() {
		return "mariadb";
	}

	@Override
	ChangeReader reader() {
		// which holds two rows or three, so that the others are in a file
		return new MariaDbChanges(400);
	}

	@Override
	String otherSchema(Statement statement) throws SQLException {
		String name = statement.getConnection().getCatalog() + "_2";
		statement.execute("create schema " + name);
		return name;
	}

	@Override
	void bounded(Connection other) throws SQLException {
		try (Statement statement = other.createStatement()) {
			statement.execute("set innodb_lock_wait_timeout = 0");
		}
	}

	// which it says rather than to guess
	@Override
	boolean mayBeUncounted(List<String> unseen) {
		return unseen.stream()
			.allMatch((sentence) -> sentence.contains("in a way that can't be counted")
					|| sentence.contains("holds locks on it"));
	}

	@Override
	boolean withOthers(Random random) {
		// the first booleans of small seeds are all the same
		random.nextLong();
		return random.nextBoolean();
	}

	// or else nearly each round ends with a conflict
	@Override
	int othersFrom() {
		return 100;
	}

	// the others write to the same rows as well, and each conflict ends a round
	@Override
	int least(int rounds) {
		return rounds / 4;
	}

	@Override
	String create(Statement statement, String name, Random random) throws SQLException {
		String columns = "k int not null, n int not null, v varchar(200)";
		String more = random.nextBoolean()
				? ", g int generated always as (k * 2) " + (random.nextBoolean() ? "stored" : "virtual") : "";
		String child = name.replaceAll("`$", "_c`");
		String key = switch (random.nextInt(5)) {
			case 0 -> "";
			case 1 -> "k, n";
			default -> "k";
		};
		String constraint = key.isEmpty() ? "" : (random.nextBoolean() ? ", primary key (" : ", unique (") + key + ")";
		String partitions = (key.equals("k, n") && random.nextBoolean()) ? " partition by hash (n) partitions 3" : "";
		statement.execute("create table " + name + " (" + columns + more + constraint + ") engine=innodb" + partitions);
		if (key.equals("k") && random.nextBoolean()) {
			statement.execute("create table " + child + " (p int, w varchar(200), constraint fk"
					+ random.nextInt(1000000) + " foreign key (p) references " + name
					+ " (k) on delete cascade on update cascade) engine=innodb");
			statement.execute("create trigger " + name.replaceAll("`$", "_t`") + " after insert on " + name
					+ " for each row insert into " + child + " values (new.k, new.v)");
		}
		statement.execute("create procedure " + procedure(name) + " (i int) begin update " + name
				+ " set v = 'p' where k = i; delete from " + name + " where k = i + 1; end");
		statement.execute("create view " + name.replaceAll("`$", "_v`") + " as select k, n, v from " + name);
		return key;
	}

	// these names have no case
	private static String procedure(String name) {
		return name.replaceAll("`$", "_" + Math.abs(name.hashCode()) + "`");
	}

	@Override
	List<String> special(String name, Random random) {
		int k = random.nextInt(12);
		String where = " where k = " + k;
		return switch (random.nextInt(7)) {
			case 0 -> List.of("select * from " + name + where + " for update");
			case 1 -> List.of("update " + name + " set n = mod(n + 1, 3)" + where);
			case 2 -> List.of("replace into " + name + " (k, n, v) values (" + k + ", 1, 'r')");
			case 3 -> List
				.of("insert into " + name + " (k, n, v) values (" + k + ", 1, 'i') on duplicate key update v = 'd'");
			case 4 -> List.of("call " + procedure(name) + "(" + k + ")");
			case 5 -> List.of("update " + name.replaceAll("`$", "_v`") + " set v = 'view'" + where);
			default -> List.of("delete a from " + name + " a join " + name + " b on a.k = b.k where a.k = " + k);
		};
	}

}
