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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;

/**
 * Records who came in and who was turned away. Of the latter only so many a minute, so
 * that somebody who tries tokens can't fill the record; of the rest the number.
 *
 * @since 0.1.0
 */
public final class AccessAudit implements SessionListener, DenialListener, Ordered {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private final AuditTrail trail;

	private final int perMinute;

	private final Clock clock;

	private final Map<String, Window> windows = new HashMap<>();

	/**
	 * Create the listener.
	 * @param trail where it records
	 * @param perMinute how many denials a minute are recorded one by one
	 * @param clock tells the time
	 */
	public AccessAudit(AuditTrail trail, int perMinute, Clock clock) {
		this.trail = trail;
		this.perMinute = perMinute;
		this.clock = clock;
	}

	/**
	 * Before everybody else: who isn't on record isn't counted either.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void started(ReplSession session) {
		String client = session.client();
		this.trail.publish(AuditActor.of(session), AuditType.REPL_SESSION_STARTED,
				(client != null) ? Map.of("client", client) : Map.of());
	}

	@Override
	public void ended(ReplSession session) {
		this.trail.publish(AuditActor.of(session), AuditType.REPL_SESSION_ENDED,
				Map.of("evaluations", session.evaluations().count()));
	}

	@Override
	public void denied(Denial denial) {
		Integer suppressed = admit(denial.protocol());
		if (suppressed == null) {
			return;
		}
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("reason", denial.reason().label());
		data.put("unrecordedBefore", (suppressed > 0) ? suppressed : null);
		String principal = denial.principal();
		AuditActor actor = new AuditActor((principal != null) ? principal : "anonymous", List.of(), null,
				denial.protocol(), denial.peer());
		this.trail.publish(actor, AuditType.REPL_REFUSED, data);
	}

	// how many weren't recorded at that door in the window before, or null if this one
	// isn't either; noise at one door hides nothing at another
	private synchronized @Nullable Integer admit(String door) {
		Window window = this.windows.computeIfAbsent(door, (key) -> new Window());
		Instant now = this.clock.instant();
		int suppressed = 0;
		if (Duration.between(window.start, now).compareTo(WINDOW) >= 0) {
			suppressed = Math.max(0, window.denials - this.perMinute);
			window.start = now;
			window.denials = 0;
		}
		window.denials++;
		return (window.denials <= this.perMinute) ? suppressed : null;
	}

	/**
	 * What came to a door within a minute.
	 */
	private static final class Window {

		private Instant start = Instant.EPOCH;

		private int denials;

	}

}
