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

/**
 * The changes in a database that isn't known well enough to tell.
 */
final class UnseenChanges implements ChangeReader {

	@Override
	public void begin(Connection inside, Connection outside, TrialAccess access) throws SQLException {
		access.begin(inside);
	}

	@Override
	public ChangeReader join(Connection other, TrialAccess access) throws SQLException {
		access.begin(other);
		return ChangeReader.elsewhere(other);
	}

	@Override
	public void read(Connection inside, Connection outside, ChangeCollector collector) {
		collector.unseen(
				"Which rows were changed can be seen in PostgreSQL, H2 and MariaDB alone, and this database is none of them.");
	}

	@Override
	public boolean hasWritten(Connection connection) {
		// it may have
		return true;
	}

}
