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
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Recognises an error of H2's own: in a transaction with a snapshot, a foreign key's
 * action that comes back to a row that the statement has deleted fails with a
 * {@code NullPointerException}.
 */
final class H2Cascade {

	private static final int GENERAL_ERROR = 50000;

	private static final String DECIDING = "org.h2.mvstore.tx.TxDecisionMaker";

	private static final int DEPTH = 50;

	private H2Cascade() {
	}

	/**
	 * Say what happened.
	 * @param failure what the body of a dry run throws
	 * @return the error that says it if it is H2's own, or else the same exception
	 */
	static Exception worded(Exception failure) {
		Throwable current = failure;
		for (int i = 0; current != null && i < DEPTH; i++) {
			if (current instanceof SQLException sql && sql.getErrorCode() == GENERAL_ERROR
					&& isDeciding(sql.getCause())) {
				return Worded.by(new IllegalStateException("H2 fails with an error of its own: in a snapshot, as"
						+ " dry-run and fix! use it, H2 can't delete a row, or change its key, if a foreign key's on delete or on"
						+ " update action comes back to this row. Set the column that refers to it to null first, in a"
						+ " statement of its own."), failure);
			}
			current = current.getCause();
		}
		return failure;
	}

	private static boolean isDeciding(@Nullable Throwable cause) {
		return cause instanceof NullPointerException && Arrays.stream(cause.getStackTrace())
			.limit(DEPTH)
			.anyMatch((frame) -> frame.getClassName().startsWith(DECIDING));
	}

}
