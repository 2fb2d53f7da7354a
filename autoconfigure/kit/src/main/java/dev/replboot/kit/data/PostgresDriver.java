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

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import reactor.core.publisher.Mono;

/**
 * What only PostgreSQL's driver for R2DBC can do. Not to be loaded without it.
 */
final class PostgresDriver {

	private PostgresDriver() {
	}

	/**
	 * A parameter whose type PostgreSQL takes from what it is used for.
	 * @param text the value as PostgreSQL writes it
	 * @return the parameter
	 */
	static Parameter untyped(String text) {
		return Parameters.in(PostgresqlObjectId.UNSPECIFIED, text);
	}

	static boolean isDriverOf(Connection connection) {
		return connection instanceof PostgresqlConnection;
	}

	static Mono<Void> cancel(Connection connection) {
		return ((PostgresqlConnection) connection).cancelRequest();
	}

}
