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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

import dev.replboot.access.Denial;
import dev.replboot.access.DenialListener;
import dev.replboot.api.Internal;
import dev.replboot.session.ReplSession;
import dev.replboot.session.SessionListener;

/**
 * Records who came in and who was turned away. Of the latter only so many a minute, so
 * that somebody who tries tokens or passwords can't fill the audit log; of the rest the
 * number, when the minute is over, and before the REPL or the application is closed.
 */
@Internal
public final class AccessAudit implements SessionListener, DenialListener, Ordered, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(AccessAudit.class);

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final String NOBODY = "anonymous";

	private final AuditTrail trail;

	private final RefusalWindows windows;

	private final boolean attempted;

	private volatile boolean running;

	/**
	 * Create the listener.
	 * @param trail where it records
	 * @param perMinute how many denials a minute are recorded one by one
	 * @param attempted whether the names that are tried without success are recorded
	 */
	public AccessAudit(AuditTrail trail, int perMinute, boolean attempted) {
		this(trail, perMinute, attempted, WINDOW);
	}

	/**
	 * Create the listener with windows of another length.
	 * @param trail where it records
	 * @param most how many denials of a window are recorded one by one
	 * @param attempted whether the names that are tried without success are recorded
	 * @param window how long a window is
	 */
	public AccessAudit(AuditTrail trail, int most, boolean attempted, Duration window) {
		this.trail = trail;
		this.windows = new RefusalWindows(most, window, this::record);
		this.attempted = attempted;
		trail.beforeClosing(this.windows::flush);
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
				Map.of("evaluations", session.evaluations().activity().count()));
	}

	@Override
	public void denied(Denial denial) {
		if (!this.windows.records(denial)) {
			return;
		}
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("reason", denial.reason().label());
		data.put("attempted", this.attempted ? denial.attempted() : null);
		String principal = denial.principal();
		AuditActor actor = new AuditActor((principal != null) ? principal : NOBODY, denial.source(), List.of(), null,
				denial.protocol(), denial.peer());
		this.trail.publish(actor, AuditType.REPL_REFUSED, data);
	}

	private void record(String door, DoorWindow.Figure figure) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("reason", figure.reason().label());
		data.put("unrecorded", figure.number());
		data.put("from", figure.addresses().isEmpty() ? null : figure.addresses());
		try {
			this.trail.publish(new AuditActor(NOBODY, List.of(), null, door, null), AuditType.REPL_REFUSALS, data);
		}
		catch (RuntimeException ex) {
			// the other figures are still to come
			logger.error("It could not be recorded that " + figure.number() + " were refused at " + door + ": "
					+ figure.reason().label(), ex);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * The application is closing: nobody else can be turned away.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.windows.close();
		this.trail.closed();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * After the web server has stopped.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

}
