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

/**
 * Makes random tables, and says what is special in a kind of database.
 */
abstract class RandomDatabase {

	abstract String newDatabase();

	abstract String kind();

	/**
	 * Create a random table, with the columns {@code k}, {@code v} and {@code n} and
	 * perhaps others.
	 * @param connection where
	 * @param name its quoted name
	 * @param random chooses
	 * @return whether {@code k} and {@code n} are its key, one of them, or neither
	 */
	abstract String create(Statement connection, String name, Random random) throws SQLException;

	/**
	 * Do something that only this database knows.
	 * @param name the table's quoted name
	 * @param random chooses
	 * @return statements
	 */
	abstract List<String> special(String name, Random random);

	abstract ChangeReader reader();

	void bounded(Connection other) throws SQLException {
	}

	String otherSchema(Statement statement) throws SQLException {
		statement.execute("create schema tenant2");
		return "h2".equals(kind()) ? "TENANT2" : "tenant2";
	}

	/**
	 * Whether the report may say that it can't count.
	 * @param unseen what it says
	 * @return whether it may
	 */
	boolean mayBeUncounted(List<String> unseen) {
		return false;
	}

	/**
	 * Whether somebody else writes during the round.
	 * @param random chooses
	 * @return whether somebody does
	 */
	boolean withOthers(Random random) {
		return random.nextBoolean();
	}

	/**
	 * The least key of every other statement of somebody else.
	 * @return the key; 0 for the same keys as in the transaction
	 */
	int othersFrom() {
		return 0;
	}

	/**
	 * How many rounds have to change something and be counted, of those in which nobody
	 * else was in the way.
	 * @param rounds of so many
	 * @return the number
	 */
	int least(int rounds) {
		return rounds / 2;
	}

}
