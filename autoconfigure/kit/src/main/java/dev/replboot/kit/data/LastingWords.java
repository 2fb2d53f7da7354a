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

import java.util.regex.Pattern;

/**
 * Recognizes statements that may leave something at the session which a rollback doesn't
 * take back, so that the others cost nothing.
 */
final class LastingWords {

	// A rollback there undoes settings, but no locks and no prepared statements. U&
	// begins a name in codes of Unicode, which may be one of these.
	private static final Pattern POSTGRESQL = Pattern.compile("advisory_lock|\\b(?:prepare|do|call)\\b|\\bu&\"",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern MYSQL = Pattern
		.compile("@|\\b(?:set|use|call|execute|prepare|begin|get_lock|temporary)\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern H2 = Pattern.compile("@");

	private LastingWords() {
	}

	static boolean areIn(String sql, SqlDialect dialect) {
		return switch (dialect) {
			case POSTGRESQL -> POSTGRESQL.matcher(sql).find();
			case MYSQL -> MYSQL.matcher(sql).find();
			case H2 -> H2.matcher(sql).find();
			case STANDARD -> false;
		};
	}

}
