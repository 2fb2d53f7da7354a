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
 * What a script for {@code psql} has around its statements.
 */
final class PostgresScript {

	private PostgresScript() {
	}

	static List<String> begin() {
		return List.of("\\set ON_ERROR_STOP on", "begin;",
				"set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';",
				"set local extra_float_digits = 3; set local bytea_output = 'hex'; set local lc_monetary = 'C';",
				"set local xmloption = 'content';", "set constraints all deferred;");
	}

	/**
	 * Raise a message.
	 * @param check the statements before it, with the condition at their end
	 * @param level the level: {@code exception} rolls everything back
	 * @param message the message
	 * @return the statement
	 */
	static String raise(String check, String level, String message) {
		String body = " begin " + check + " then raise " + level + " using message = '"
				+ message.replace("'", "''").replace("\\", "/") + "'; end if; end ";
		String tag = "$undo$";
		for (int i = 1; body.contains(tag); i++) {
			tag = "$undo" + i + "$";
		}
		return "do " + tag + body + tag + ";";
	}

}
