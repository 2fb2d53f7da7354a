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

package dev.replboot.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import dev.replboot.kit.patch.PatchView;
import dev.replboot.lifecycle.Lease;
import dev.replboot.lifecycle.ReplStatus;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.runtime.ClosedRuntime;
import dev.replboot.text.VisibleText;

/**
 * The state of the REPL.
 *
 * @param state {@code closed}, {@code opening}, {@code open} or {@code closing}
 * @param lease who opened it, why and until when, or {@code null} while it is closed
 * @param listeners where to connect
 * @param sessions who is connected
 * @param patches the methods that are patched, also while the REPL is closed
 * @param closedRuntimes the runtimes of REPLs that were closed before, as long as the JVM
 * hasn't unloaded them
 * @param notice what to know about the runtime, or {@code null}
 */
public record ReplDescriptor(String state, @Nullable LeaseDescriptor lease, List<ListenerAddress> listeners,
		List<SessionDescriptor> sessions, List<PatchView> patches, List<ClosedRuntimeDescriptor> closedRuntimes,
		@Nullable String notice) implements OperationResponseBody {

	private static final String HELD = "Clojure stays in memory for the patches that are kept.";

	public ReplDescriptor {
		patches = patches.stream().map(PatchView::visible).toList();
		notice = VisibleText.lineOrNull(notice);
	}

	static ReplDescriptor of(ReplStatus status, List<PatchView> patches, List<ClosedRuntime> closedRuntimes,
			Instant now) {
		Lease lease = status.lease();
		return new ReplDescriptor(ReplEndpoint.lower(status.state()),
				(lease != null) ? LeaseDescriptor.of(lease, status.remaining(now)) : null, status.listeners(),
				status.sessions().stream().map(SessionDescriptor::of).toList(), patches,
				closedRuntimes.stream().map(ClosedRuntimeDescriptor::of).toList(),
				(lease == null && !patches.isEmpty()) ? HELD : status.notice());
	}

	/**
	 * A lease.
	 *
	 * @param openedBy who opened the REPL
	 * @param reason why, or {@code null}
	 * @param openedAt when
	 * @param endsAt when it closes by itself
	 * @param remainingSeconds what is left
	 */
	public record LeaseDescriptor(String openedBy, @Nullable String reason, Instant openedAt, Instant endsAt,
			long remainingSeconds) {

		public LeaseDescriptor {
			openedBy = VisibleText.line(openedBy);
			reason = VisibleText.lineOrNull(reason);
		}

		static LeaseDescriptor of(Lease lease, Duration remaining) {
			return new LeaseDescriptor(lease.openedBy(), lease.reason(), lease.openedAt(), lease.endsAt(),
					remaining.toSeconds());
		}

	}

}
