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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reverts a connection's settings when the transaction is over and before the pool has
 * the connection again.
 */
final class Aftermath implements TransactionSynchronization {

	private static final Log logger = LogFactory.getLog(Aftermath.class);

	private final ChangeReader reader;

	private final Connection inside;

	private Aftermath(ChangeReader reader, Connection inside) {
		this.reader = reader;
		this.inside = inside;
	}

	static void of(ChangeReader reader, Connection inside) {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new Aftermath(reader, inside));
		}
	}

	@Override
	public void afterCompletion(int status) {
		try {
			this.reader.end(this.inside);
		}
		catch (SQLException ex) {
			logger.warn("The settings of the connection of a dry run or fix could not be reset", ex);
		}
	}

}
