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
import java.util.Objects;

import dev.replboot.eval.jdbc.StatementWatch;

/**
 * The changes in a database that isn't known well enough to tell.
 */
final class UnseenChanges implements ChangeReader {

	private final String product;

	/**
	 * Create it.
	 * @param product the database's name
	 */
	UnseenChanges(String product) {
		this.product = product;
	}

	@Override
	public void begin(Connection inside, Connection outside, DryRunAccess access) throws SQLException {
		access.begin(inside);
	}

	@Override
	public ChangeReader join(Connection other, DryRunAccess access) throws SQLException {
		access.begin(other);
		return ChangeReader.elsewhere(other);
	}

	@Override
	public void executing(Connection connection, String sql) throws SQLException {
		if (SqlDialect.of(this.product) == SqlDialect.MYSQL) {
			Connection unwatched = StatementWatch.unwatched(connection);
			// It refuses what can't be rolled back.
			new MariaDbWrites(new MariaDbCatalog(unwatched)).add(sql,
					Objects.requireNonNullElse(unwatched.getCatalog(), ""));
		}
	}

	@Override
	public void read(Connection inside, Connection outside, ChangeCollector collector) {
		collector.unseen("The body used a database of another kind (" + this.product
				+ "). Its transaction there was rolled back, but what that database can't roll back, or commits by itself,"
				+ " stays. Which rows were changed isn't known.");
	}

	@Override
	public boolean hasWritten(Connection connection) {
		// It may have written.
		return true;
	}

}
