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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.session.ReplSession;

/**
 * The state of the REPL.
 *
 * @param state the state
 * @param lease the lease in force, or {@code null}
 * @param left what is left of the lease by all clocks
 * @param listeners where to connect
 * @param sessions who is connected
 * @param notice what to know about the runtime, or {@code null}
 */
@Internal
public record ReplStatus(ReplState state, @Nullable Lease lease, Duration left, List<ListenerAddress> listeners,
		Collection<ReplSession> sessions, @Nullable String notice) {

	/**
	 * What is left of the lease.
	 * @param now the time
	 * @return zero when the REPL is closed
	 */
	public Duration remaining(Instant now) {
		Duration remaining = (this.lease != null) ? this.lease.remaining(now) : Duration.ZERO;
		return (remaining.compareTo(this.left) < 0) ? remaining : this.left;
	}

}
