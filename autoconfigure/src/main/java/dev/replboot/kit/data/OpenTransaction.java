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

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction that a session keeps open across forms. Between forms no thread has it:
 * it is parked, and whoever goes on with it takes it to their own thread. Not safe for
 * use by several threads at a time.
 */
final class OpenTransaction {

	private static final TransactionDefinition PARKED = new DefaultTransactionDefinition(
			TransactionDefinition.PROPAGATION_NOT_SUPPORTED);

	private final DataSource dataSource;

	private final PlatformTransactionManager manager;

	private final TransactionStatus status;

	private @Nullable TransactionStatus parked;

	private @Nullable String doomed;

	OpenTransaction(DataSource dataSource, PlatformTransactionManager manager) {
		this.dataSource = dataSource;
		this.manager = manager;
		this.status = manager.getTransaction(new DefaultTransactionDefinition());
	}

	boolean isParked() {
		return this.parked != null;
	}

	boolean isOver() {
		return this.status.isCompleted();
	}

	/**
	 * Have it rolled back when the form that uses it is over.
	 * @param sentence why
	 */
	void doom(String sentence) {
		this.doomed = sentence;
	}

	@Nullable String doomed() {
		return this.doomed;
	}

	// suspended by another that doesn't begin, which holds all that the thread had
	void park() {
		if (this.parked != null || this.status.isCompleted()) {
			return;
		}
		this.parked = this.manager.getTransaction(PARKED);
		TransactionSynchronizationManager.clear();
	}

	void resume() {
		TransactionStatus suspended = this.parked;
		if (suspended != null) {
			this.parked = null;
			TransactionSynchronizationManager.initSynchronization();
			this.manager.rollback(suspended);
		}
	}

	// PostgreSQL answers the commit of an aborted transaction with a rollback, and its
	// driver doesn't say so; any statement fails in such a transaction
	void commit() {
		String aborted = aborted();
		if (aborted != null) {
			throw new IllegalStateException("Nothing was committed: a statement of the transaction failed before ("
					+ aborted + "), and since then the database accepts none. (rollback!) ends it; then begin again.");
		}
		this.manager.commit(this.status);
	}

	private @Nullable String aborted() {
		try {
			new JdbcTemplate(this.dataSource).execute("select 1");
			return null;
		}
		catch (DataAccessException ex) {
			return String.valueOf(ex.getMostSpecificCause().getMessage()).lines().findFirst().orElse("");
		}
	}

	void rollBack() {
		if (!this.status.isCompleted()) {
			this.manager.rollback(this.status);
		}
	}

}
