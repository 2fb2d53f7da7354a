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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.r2dbc.spi.Connection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/**
 * Waits for a connection. One that comes when nobody waits any more is given back:
 * Reactor's own ways to wait drop what comes in the moment in which they give up, and the
 * pool never gets it again.
 */
final class R2dbcHandover extends BaseSubscriber<Connection> {

	private static final Log logger = LogFactory.getLog(R2dbcHandover.class);

	private final CompletableFuture<Connection> connection = new CompletableFuture<>();

	// It is called after a cancellation as well.
	@Override
	protected void hookOnNext(Connection value) {
		if (!this.connection.complete(value)) {
			giveBack(value);
		}
	}

	@Override
	protected void hookOnError(Throwable ex) {
		this.connection.completeExceptionally(ex);
	}

	@Override
	protected void hookOnComplete() {
		this.connection.completeExceptionally(new IllegalStateException("The ConnectionFactory gave no connection."));
	}

	/**
	 * Wait for the connection.
	 * @param time how long
	 * @return the connection
	 * @throws IllegalStateException if there is none in time, or the calling thread is
	 * interrupted
	 */
	Connection await(Duration time) {
		try {
			return this.connection.get(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			giveUp();
			throw new IllegalStateException("There was no connection within " + time.toSeconds()
					+ " s: the application uses all that its pool has, or the database doesn't answer.");
		}
		catch (InterruptedException ex) {
			giveUp();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The query was stopped.", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
	}

	private void giveUp() {
		if (this.connection.cancel(false)) {
			cancel();
		}
		else if (!this.connection.isCompletedExceptionally()) {
			giveBack(this.connection.join());
		}
	}

	private static void giveBack(Connection late) {
		Mono.from(late.close())
			.subscribe(null, (ex) -> logger.warn("A connection that came too late could not be closed", ex));
	}

}
