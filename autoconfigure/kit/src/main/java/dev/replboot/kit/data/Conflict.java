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

import org.jspecify.annotations.Nullable;

/**
 * Recognises that somebody else has changed what a dry run changes.
 */
final class Conflict {

	private static final String SERIALIZATION_FAILURE = "40001";

	// MariaDB's error is "Record has changed since last read".
	private static final int RECORD_CHANGED = 1020;

	private static final int DEPTH = 50;

	private Conflict() {
	}

	static boolean is(@Nullable Throwable thrown) {
		Throwable current = thrown;
		for (int i = 0; current != null && i < DEPTH; i++) {
			if (current instanceof SQLException sql && (SERIALIZATION_FAILURE.equals(sql.getSQLState())
					|| sql.getErrorCode() == RECORD_CHANGED && "HY000".equals(sql.getSQLState()))) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	/**
	 * The error of a dry run that has met one.
	 * @param cause what the database says, or {@code null}
	 * @return the error
	 */
	static IllegalStateException error(@Nullable Throwable cause) {
		return Worded
			.by(new IllegalStateException("Somebody else changed a row that the body changes, after the body had begun."
					+ " Nothing was committed. Try it again: it then sees what is there now."), cause);
	}

}
