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

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;

/**
 * Stops what a connection of R2DBC is executing. To cancel the subscription isn't enough:
 * the driver of PostgreSQL waits for the end of the statement, and that of H2 executes it
 * on the thread that subscribes. So the database is asked, and the statement ends with an
 * error.
 */
final class R2dbcStop {

	private static final boolean POSTGRESQL = ClassUtils.isPresent("io.r2dbc.postgresql.api.PostgresqlConnection",
			R2dbcStop.class.getClassLoader());

	private static final long AGAIN_MILLIS = 100;

	// a database that doesn't answer isn't asked all the time
	private static final long RARELY_MILLIS = 5000;

	private static final Duration LONGEST = Duration.ofSeconds(2);

	private final Connection driver;

	private final CountDownLatch over = new CountDownLatch(1);

	private final EvaluationScope.@Nullable Registration registration;

	// a request travels on a connection of its own, and may arrive whenever it likes
	private boolean asked;

	/**
	 * Stop when the evaluation of the calling thread is stopped.
	 * @param connection the connection, which a pool or a proxy may have wrapped
	 */
	R2dbcStop(Connection connection) {
		this.driver = driver(connection);
		EvaluationScope scope = Scopes.current();
		this.registration = (scope != null) ? scope.onStop(this::cancelUntilOver) : null;
	}

	private static Connection driver(Connection connection) {
		Connection inner = connection;
		while (inner instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof Connection next) {
			inner = next;
		}
		return inner;
	}

	// what comes before the statement has begun is lost
	private void cancelUntilOver() {
		try {
			long pause = AGAIN_MILLIS;
			cancel();
			while (!this.over.await(pause, TimeUnit.MILLISECONDS)) {
				cancel();
				pause = Math.min(2 * pause, RARELY_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Ask the database to stop the statement that is being executed, if one is.
	 */
	synchronized void cancel() {
		if (this.over.getCount() == 0) {
			return;
		}
		if (R2dbcH2.isH2(this.driver)) {
			R2dbcH2.cancel(this.driver);
		}
		else if (POSTGRESQL && PostgresDriver.isDriverOf(this.driver)) {
			this.asked = true;
			PostgresDriver.cancel(this.driver)
				.timeout(LONGEST)
				// the next request may do better, and the server has the time limit
				.onErrorResume((ex) -> Mono.empty())
				.subscribe();
		}
	}

	/**
	 * The statements are over: from now on, nothing is asked to stop.
	 * @return whether a request to stop may still be on its way, so that nobody may
	 * execute anything on the connection any more
	 */
	synchronized boolean over() {
		this.over.countDown();
		return this.asked;
	}

	/**
	 * Close the driver's connection if a request to stop may still arrive: it would stop
	 * whatever is executed there next. A pool replaces a connection that is closed. The
	 * server refuses a request that names one.
	 * @return done when it is so
	 */
	Mono<Void> discard() {
		return Mono.defer(() -> over() ? Mono.from(this.driver.close())
			.timeout(LONGEST)
			// The pool takes it for closed, whether the server was told or not.
			.onErrorResume((ex) -> Mono.empty()) : Mono.empty());
	}

	/**
	 * Wait for no stop any more.
	 */
	void close() {
		this.over.countDown();
		if (this.registration != null) {
			this.registration.close();
		}
	}

}
