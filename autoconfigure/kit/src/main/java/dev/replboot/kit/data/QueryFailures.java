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

import java.sql.SQLException;

/**
 * Words failures of queries, of which a REPL shows the first cause alone.
 */
final class QueryFailures {

	private static final String ABORTED = "25P02";

	// the class of all data exceptions
	private static final String DATA = "22";

	private QueryFailures() {
	}

	/**
	 * The exception that says what happened.
	 * @param cause what the database or the driver says
	 * @param otherwise the exception for all that speaks for itself
	 * @return the exception
	 */
	static RuntimeException worded(SQLException cause, RuntimeException otherwise) {
		String state = String.valueOf(cause.getSQLState());
		if (ABORTED.equals(state)) {
			// PostgreSQL only says that it is so; its driver knows since when
			return new IllegalStateException(
					"The transaction is aborted and takes no statement any more, because one failed: "
							+ TransactionGuard.sentence(cause)
							+ ". After (begin!), (rollback!) ends it; in the body of dry-run or fix!, leave out what fails or"
							+ " go back to a savepoint.");
		}
		if (state.startsWith(DATA) && cause.getCause() != null && !(cause.getCause() instanceof SQLException)) {
			// H2's first cause is Java's own, and says too little
			String sentence = TransactionGuard.sentence(cause).replaceAll("; SQL statement:$", "");
			return Worded.by(
					new IllegalArgumentException("A value isn't what the statement needs there: " + sentence + "."),
					otherwise);
		}
		return otherwise;
	}

}
