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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Calls of functions of PostgreSQL, also in code that is a literal.
 */
final class PostgresCalls implements PostgresNames.Wanted {

	private final Pattern function;

	// This finds calls in code of any language.
	private final Pattern call;

	/**
	 * Create it.
	 * @param functions a regular expression for the functions' names
	 */
	PostgresCalls(String functions) {
		this.function = Pattern.compile(functions, Pattern.CASE_INSENSITIVE);
		this.call = Pattern.compile("\\b(" + functions + ")\"?\\s*\\(", Pattern.CASE_INSENSITIVE);
	}

	/**
	 * Find the first call.
	 * @param sql one statement, or several
	 * @return the function's name, or {@code null} if there is none
	 */
	@Nullable String find(String sql) {
		return PostgresNames.find(sql, this);
	}

	@Override
	public boolean test(String name, boolean called) {
		return called && this.function.matcher(name).matches();
	}

	@Override
	public @Nullable String inCode(String code) {
		Matcher found = this.call.matcher(code);
		return found.find() ? SqlNames.name(SqlScanner.Kind.WORD, found.group(1), SqlDialect.POSTGRESQL) : null;
	}

}
