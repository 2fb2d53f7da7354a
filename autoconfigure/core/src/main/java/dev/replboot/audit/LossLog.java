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

package dev.replboot.audit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleThrowable;

/**
 * Says that events are missing from a sink: at once, and then at most once a minute with
 * the number of those meanwhile.
 */
final class LossLog {

	private static final Log logger = LogFactory.getLog(LossLog.class);

	private static final long EVERY_NANOS = 60_000_000_000L;

	private final String sink;

	private final AuditLossListener listener;

	private int unsaid;

	private long saidAt = System.nanoTime() - EVERY_NANOS;

	LossLog(String sink, AuditLossListener listener) {
		this.sink = sink;
		this.listener = listener;
	}

	// whoever counts what is lost must not make it more
	private void tell(int events) {
		try {
			this.listener.lost(this.sink, events);
		}
		catch (Exception | Error ex) {
			logger.error(
					"The loss of " + events + " event(s) of the audit sink " + this.sink + " could not be reported",
					VisibleThrowable.of(ex));
		}
	}

	void lost(int events, @Nullable Throwable cause) {
		tell(events);
		int number;
		synchronized (this) {
			this.unsaid += events;
			long now = System.nanoTime();
			if (now - this.saidAt < EVERY_NANOS) {
				return;
			}
			this.saidAt = now;
			number = this.unsaid;
			this.unsaid = 0;
		}
		logger.error("The audit sink " + this.sink + " lost " + number + " event(s), so the audit log has a gap."
				+ " Repair the sink. The counter repl.audit.lost counts all lost events; this message appears at"
				+ " most once a minute.", VisibleThrowable.orNull(cause));
	}

}
