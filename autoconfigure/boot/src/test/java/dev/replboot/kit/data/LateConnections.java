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
import java.util.concurrent.atomic.AtomicInteger;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;

/**
 * Has a connection in the moment in which nobody wants it any more.
 */
record LateConnections(ConnectionFactory factory, AtomicInteger closed) implements ConnectionFactory {

	@Override
	public Publisher<Connection> create() {
		return (subscriber) -> subscriber.onSubscribe(new Subscription() {

			@Override
			public void request(long count) {
			}

			@Override
			public void cancel() {
				Connection connection = Mono.<Connection>from(LateConnections.this.factory.create()).block();
				subscriber.onNext(counting(connection));
				subscriber.onComplete();
			}

		});
	}

	private Connection counting(Connection connection) {
		return (Connection) Proxy.newProxyInstance(LateConnections.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						this.closed.incrementAndGet();
					}
					return method.invoke(connection, arguments);
				});
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return this.factory.getMetadata();
	}

}
