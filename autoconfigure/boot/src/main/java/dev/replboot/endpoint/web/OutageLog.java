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

package dev.replboot.endpoint.web;

import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.text.VisibleThrowable;

/**
 * Log of what failed to authenticate requests. Has a stack trace at most once a minute,
 * as anybody can send requests while something is down.
 */
final class OutageLog {

	private static final Log logger = LogFactory.getLog(OutageLog.class);

	private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

	private boolean logged;

	private long since;

	synchronized void failed(Throwable failure) {
		long now = System.nanoTime();
		if (this.logged && now - this.since < QUIET_NANOS) {
			logger.debug("The application failed to authenticate another request", VisibleThrowable.of(failure));
			return;
		}
		this.logged = true;
		this.since = now;
		logger.error("The endpoint repl refuses a request, because the application failed to authenticate it."
				+ " Further failures within a minute are logged at DEBUG", VisibleThrowable.of(failure));
	}

}
