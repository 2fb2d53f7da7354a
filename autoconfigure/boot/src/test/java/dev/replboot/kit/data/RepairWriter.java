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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody else, who writes into the tables that are corrected.
 */
final class RepairWriter extends Thread {

	private final String url;

	private final boolean postgres;

	private final RepairStatements statements;

	private volatile boolean over;

	RepairWriter(String url, boolean postgres, RepairStatements statements) {
		super("writer");
		this.url = url;
		this.postgres = postgres;
		this.statements = statements;
	}

	@Override
	public void run() {
		Random random = new Random(7);
		try (Connection other = DriverManager.getConnection(this.url); Statement statement = other.createStatement()) {
			statement.execute(this.postgres ? "set lock_timeout = '20ms'" : "set lock_timeout 20");
			while (!this.over) {
				try {
					statement.execute(this.statements.other(random));
				}
				catch (SQLException ex) {
					// a key, or somebody has locked it
				}
				// or else nobody else gets the processor
				LockSupport.parkNanos(2_000_000);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void end() throws InterruptedException {
		this.over = true;
		join();
	}

}
