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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;
import dev.replboot.audit.AuditActor;
import dev.replboot.audit.AuditLease;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.AuditType;

/**
 * Records who opened the REPL, for how long and why, who got a token, and who closed it.
 * When opening can't be recorded, the REPL stays closed.
 */
@Internal
public final class LifecycleAudit implements LifecycleListener {

	private final AuditTrail trail;

	/**
	 * Create the listener.
	 * @param trail where it records
	 */
	public LifecycleAudit(AuditTrail trail) {
		this.trail = trail;
	}

	@Override
	public void opening(Lease lease, ReplPrincipal principal) {
		this.trail.opening(new AuditLease(lease.openedBy(), lease.reason(), lease.openedAt(), lease.endsAt()));
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("reason", lease.reason());
		data.put("endsAt", lease.endsAt().toString());
		boolean recorded = false;
		try {
			this.trail.publish(AuditActor.of(principal), AuditType.REPL_OPENED, data);
			recorded = true;
		}
		finally {
			if (!recorded) {
				this.trail.closed();
			}
		}
	}

	@Override
	public void tokenIssued(ReplPrincipal principal) {
		this.trail.publish(AuditActor.of(principal), AuditType.REPL_TOKEN_ISSUED, Map.of());
	}

	@Override
	public void revoked(ReplPrincipal by, RevokedAccess revoked) {
		this.trail.publish(AuditActor.of(by), AuditType.REPL_REVOKED, Map.of("of", revoked.principal(), "ofSources",
				revoked.sources(), "tokens", revoked.tokens(), "sessions", revoked.sessions()));
	}

	@Override
	public void lapsed(ReplPrincipal principal, String reason, int tokens, int sessions) {
		this.trail.publish("revocation", AuditType.REPL_REVOKED, Map.of("of", principal.name(), "ofSources",
				List.of(principal.source()), "tokens", tokens, "sessions", sessions, "reason", reason));
	}

	@Override
	public void unverified(ReplPrincipal principal, String reason) {
		this.trail.publish(AuditActor.of(principal), AuditType.REPL_UNVERIFIED, Map.of("reason", reason));
	}

	@Override
	public void closed(Lease lease, String by, CloseReport report) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("openedBy", lease.openedBy());
		data.put("sessions", report.sessions());
		data.put("stoppedEvaluations", report.stoppedEvaluations());
		data.put("leftovers", report.leftovers());
		try {
			this.trail.closing();
			this.trail.publish(by, AuditType.REPL_CLOSED, data);
		}
		finally {
			this.trail.closed();
		}
	}

}
