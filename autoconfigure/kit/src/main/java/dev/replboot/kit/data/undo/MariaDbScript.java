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

package dev.replboot.kit.data.undo;

import java.util.List;

/**
 * What is around the statements of an undoing in a script for MariaDB: one compound
 * statement, so that a guard's error ends it all, even where a client goes on after an
 * error.
 */
final class MariaDbScript {

	// the server takes no more
	private static final int MESSAGE = 120;

	private static final String DELIMITER = "$$";

	private MariaDbScript() {
	}

	static List<String> begin() {
		return List.of("set names utf8mb4;", MariaDbSession.keepAndPutBack().get(0) + ";", MariaDbSession.sql() + ";",
				"delimiter " + DELIMITER, "begin not atomic",
				"declare exit handler for sqlexception begin rollback; resignal; end;", "start transaction;");
	}

	static List<String> end() {
		return List.of("commit;", "end" + DELIMITER, "delimiter ;", MariaDbSession.keepAndPutBack().get(1) + ";");
	}

	/**
	 * Raise an error unless as many rows are there as should be.
	 * @param rows the table and the condition
	 * @param expected the condition on the number that was found
	 * @param message what the error says
	 * @return the statements
	 */
	static String guard(String rows, String expected, String message) {
		String text = (message.codePointCount(0, message.length()) > MESSAGE)
				? message.substring(0, message.offsetByCodePoints(0, MESSAGE - 1)) + "…" : message;
		return "select count(*) into @undo_found" + rows + " for update; if not (@undo_found " + expected
				+ ") then signal sqlstate '45000' set message_text = " + quoted(text) + "; end if;";
	}

	/**
	 * Print a message if fewer rows are there than should be.
	 * @param rows the table and the condition
	 * @param expected the number of rows
	 * @param message the message
	 * @return the statement
	 */
	static String tell(String rows, long expected, String message) {
		return "if (select count(*)" + rows + ") < " + expected + " then select " + quoted(message)
				+ " as note; end if;";
	}

	private static String quoted(String text) {
		return "'" + text.replace("\\", "/").replace("'", "''") + "'";
	}

}
