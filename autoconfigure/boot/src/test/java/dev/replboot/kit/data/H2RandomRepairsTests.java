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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.h2.util.DateTimeUtils;

import dev.replboot.testsupport.TestDatabase;

/**
 * Tests for random corrections of random schemas of H2, compared by the script that H2
 * writes.
 */
class H2RandomRepairsTests extends RandomRepairsTests {

	private static final Pattern ROW = Pattern.compile("INSERT INTO .* VALUES\\((\\d+),.*");

	@Override
	boolean isPostgres() {
		return false;
	}

	@Override
	int parts() {
		return 2;
	}

	@Override
	void setZone(TimeZone zone) {
		super.setZone(zone);
		// which the driver remembers
		DateTimeUtils.resetCalendar();
	}

	@Override
	String newDatabase() {
		return TestDatabase.newH2();
	}

	@Override
	RepairSchema newSchema(long number) {
		return new H2RepairSchema(number);
	}

	@Override
	void clear() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("drop all objects");
			statement.execute("create schema tenant2");
			statement.execute("create schema \"Ten Ant\"");
		}
	}

	@Override
	String attempt(String sql) {
		return "(attempt " + quoted(sql) + ")";
	}

	@Override
	List<String> rows() throws SQLException {
		return dump().stream().filter((line) -> {
			Matcher row = ROW.matcher(line);
			return row.matches() && Integer.parseInt(row.group(1)) < RepairTable.OTHERS;
		}).toList();
	}

	// sequences go on, and a row that was put back is elsewhere in its table
	@Override
	List<String> dump() throws SQLException {
		List<String> lines = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet set = statement.executeQuery("script simple")) {
			while (set.next()) {
				lines.add(set.getString(1).replaceAll(" RESTART WITH \\d+|-- \\d+ .*", ""));
			}
		}
		return lines.stream().sorted().toList();
	}

}
