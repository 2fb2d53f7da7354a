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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.audit.SinkChannel.Entry;

/**
 * Calls one sink, whatever that throws: writes events, and flushes them when that is due.
 * Only the thread of the sink's {@link SinkChannel} uses it.
 */
final class SinkWriter {

	private static final Log logger = LogFactory.getLog(SinkWriter.class);

	private final AuditSink sink;

	private final String name;

	private final LossLog losses;

	private long flushDue;

	SinkWriter(AuditSink sink, String name, LossLog losses) {
		this.sink = sink;
		this.name = name;
		this.losses = losses;
	}

	/**
	 * Whether something was written that isn't flushed yet.
	 * @return whether a flush is due, now or later
	 */
	boolean isFlushDue() {
		return this.flushDue != 0;
	}

	/**
	 * The time until the flush is due.
	 * @return nanoseconds, none if it is overdue
	 */
	long untilFlush() {
		return Math.max(0, this.flushDue - System.nanoTime());
	}

	/**
	 * Write events, and flush when that is due.
	 * @param batch the events, which are completed
	 */
	void write(List<Entry> batch) {
		if (batch.isEmpty()) {
			return;
		}
		List<ReplAuditEvent> events = new ArrayList<>();
		for (Entry entry : batch) {
			if (entry.event() != null) {
				events.add(entry.event());
			}
		}
		try {
			this.sink.write(events);
		}
		catch (Exception | Error ex) {
			// an Error as well: without this thread, nothing would be written any more
			close();
			this.losses.lost(batch.size(), ex);
			batch.forEach((entry) -> entry.written().completeExceptionally(ex));
			return;
		}
		batch.forEach((entry) -> entry.written().complete(null));
		Duration flushAfter = flushAfter();
		if (flushAfter != null && this.flushDue == 0) {
			this.flushDue = Math.max(1, System.nanoTime() + flushAfter.toNanos());
		}
		else if (this.flushDue != 0 && System.nanoTime() - this.flushDue > 0) {
			flush();
		}
	}

	private @Nullable Duration flushAfter() {
		try {
			return this.sink.flushAfter();
		}
		catch (Exception | Error ex) {
			logger.error("The audit sink " + this.name + " failed to say when to flush", ex);
			return null;
		}
	}

	/**
	 * Make durable what was written.
	 */
	void flush() {
		this.flushDue = 0;
		try {
			this.sink.flush();
		}
		catch (Exception | Error ex) {
			logger.error("Events written to the audit sink " + this.name + " could not be synced to disk", ex);
			close();
		}
	}

	/**
	 * Close the sink, which opens again for the next event.
	 */
	void close() {
		this.flushDue = 0;
		try {
			this.sink.close();
		}
		catch (Exception | Error ex) {
			logger.error("The audit sink " + this.name + " could not be closed", ex);
		}
	}

}
