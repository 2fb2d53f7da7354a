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

import java.lang.reflect.Proxy;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the databases that are read over R2DBC.
 */
@Tag("plain")
class R2dbcDatabaseTests {

	private static Connection connectionTo(String product) {
		ConnectionMetadata metadata = answering(ConnectionMetadata.class, "getDatabaseProductName", product);
		// anything else would be executed there
		return answering(Connection.class, "getMetadata", metadata);
	}

	private static <T> T answering(Class<T> type, String method, Object answer) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, called, args) -> {
				assertThat(called.getName()).isEqualTo(method);
				return answer;
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "MariaDB", "MySQL", "Oracle Database", "Microsoft SQL Server", "" })
	void databaseThatMightWriteIsRefusedBeforeAnythingIsExecuted(String product) {
		assertThatIllegalArgumentException().isThrownBy(() -> R2dbcDatabase.of(connectionTo(product)))
			.withMessage("Over R2DBC, sql reads PostgreSQL and H2, and this is " + product
					+ ": it isn't known how to make sure that nothing is changed there. Nothing was run.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PostgreSQL", "H2" })
	void databaseThatIsKnownIsRead(String product) {
		assertThat(R2dbcDatabase.of(connectionTo(product)).dialect().name()).isEqualToIgnoringCase(product);
	}

}
