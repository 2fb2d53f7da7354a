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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Somewhere that events are written to. Unless it is direct, it is called by one thread
 * at a time, which isn't one that evaluates.
 *
 * @since 0.1.0
 */
public interface AuditSink {

	/**
	 * The name, as in {@code repl.audit.required}.
	 * @return for example {@code file}
	 */
	String name();

	/**
	 * Whether it is called on the thread that the event happens on, because it hands the
	 * event to something that expects this.
	 * @return whether it has no thread of its own
	 */
	default boolean isDirect() {
		return false;
	}

	/**
	 * Write events. What isn't open is opened first. When this returns, the events are as
	 * durable as the sink's policy promises; when it throws, none of them counts as
	 * written, and the sink is closed before the next.
	 * @param events the events, oldest first
	 * @throws Exception if they can't be written
	 */
	void write(List<ReplAuditEvent> events) throws Exception;

	/**
	 * How long after a write {@link #flush()} is due.
	 * @return the time, or {@code null} when it never is
	 */
	default @Nullable Duration flushAfter() {
		return null;
	}

	/**
	 * Make durable what has been written.
	 * @throws Exception if that fails
	 */
	default void flush() throws Exception {
	}

	/**
	 * Let go of everything. The next write opens it again.
	 * @throws Exception if that fails
	 */
	default void close() throws Exception {
	}

}
