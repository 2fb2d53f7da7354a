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

package dev.replboot.kit.data.settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The one setting that JDBC knows of any database: the catalog.
 */
final class CatalogSetting implements ConnectionSettings {

	private final @Nullable String catalog;

	CatalogSetting(Connection connection) throws SQLException {
		this.catalog = connection.getCatalog();
	}

	@Override
	public List<String> putBack(Connection connection) throws SQLException {
		if (Objects.equals(this.catalog, connection.getCatalog())) {
			return List.of();
		}
		connection.setCatalog(this.catalog);
		return List.of("catalog");
	}

}
