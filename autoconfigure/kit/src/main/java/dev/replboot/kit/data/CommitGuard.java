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

import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps what changes rows at the last moment, after they were counted, from being
 * committed: listeners that run before the commit.
 */
final class CommitGuard implements TransactionSynchronization {

	private final ChangeReader reader;

	private final Connection inside;

	private final TransactionStatus status;

	private final String counted;

	private CommitGuard(ChangeReader reader, Connection inside, TransactionStatus status, String counted) {
		this.reader = reader;
		this.inside = inside;
		this.status = status;
		this.counted = counted;
	}

	/**
	 * Guard the commit of the current transaction.
	 * @param reader what has counted the changes
	 * @param inside the transaction's connection
	 * @param status the transaction
	 * @throws SQLException if its state can't be told
	 */
	static void set(ChangeReader reader, Connection inside, TransactionStatus status) throws SQLException {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager
				.registerSynchronization(new CommitGuard(reader, inside, status, reader.state(inside)));
		}
	}

	@Override
	public int getOrder() {
		// It comes after all others.
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void beforeCommit(boolean readOnly) {
		this.status.flush();
		try {
			if (!this.counted.equals(this.reader.state(this.inside))) {
				throw new IllegalStateException("Nothing was committed: a listener that runs before the commit"
						+ " (BEFORE_COMMIT) changed rows after they were counted.");
			}
		}
		catch (SQLException ex) {
			throw Worded.by(new IllegalStateException("Nothing was committed: the database doesn't answer."), ex);
		}
	}

}
