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
 * Recognises statements that end a transaction past its connection, as scripts have them.
 * That is against accidents: a procedure can do it unseen.
 */
final class TransactionWords {

	private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

	// what may also stand inside of a body counts at the beginning alone
	private static final Pattern END = Pattern
		.compile("\\A\\s*(begin\\s*(;|work|transaction|isolation|read|\\z)|start\\s+transaction|end\\b)"
				+ "|(\\A|;)\\s*(commit|abort|prepare\\s+transaction|rollback(?!\\s+((work|transaction)\\s+)?to\\b))\\b",
				Pattern.CASE_INSENSITIVE);

	private TransactionWords() {
	}

	/**
	 * Whether a text ends the transaction that it is executed in, or begins one, which
	 * ends the other in some databases.
	 * @param sql one statement, or several
	 * @return whether it does
	 */
	static boolean endTransaction(String sql) {
		return END.matcher(COMMENT.matcher(sql).replaceAll(" ")).find();
	}

}
