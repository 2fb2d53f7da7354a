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
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionMetadata;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Hands out the same connection to everybody.
 */
record SharedConnection(Connection connection) implements ConnectionFactory {

	// close has no effect, as with Spring's SingleConnectionFactory
	static SharedConnection of(Connection connection, ConnectionMetadata metaData) {
		return new SharedConnection((Connection) Proxy.newProxyInstance(SharedConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "getMetadata" -> metaData;
					case "close" -> Mono.empty();
					default -> method.invoke(connection, arguments);
				}));
	}

	@Override
	public Publisher<? extends Connection> create() {
		return Mono.just(this.connection);
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return () -> "shared";
	}

}
