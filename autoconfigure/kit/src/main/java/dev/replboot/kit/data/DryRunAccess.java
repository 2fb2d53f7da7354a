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
 * Lets a dry run write where nothing else may: what it writes is rolled back in any case.
 */
@FunctionalInterface
public interface DryRunAccess {

	/**
	 * Allows nothing beyond what the connection allows.
	 */
	DryRunAccess NONE = (connection) -> {
	};

	/**
	 * Let the transaction that begins write, and none that comes after it.
	 * @param connection its connection, which has executed nothing in it yet
	 * @throws SQLException if the database doesn't let it
	 */
	void begin(Connection connection) throws SQLException;

}
