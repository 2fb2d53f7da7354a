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

import java.util.Map;

import dev.replboot.api.Internal;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;
import dev.replboot.runtime.GuardListener;

/**
 * Records when evaluated code was about to do something to the whole application, and
 * whether it was let.
 */
@Internal
public final class GuardAudit implements GuardListener {

	private final AuditTrail trail;

	/**
	 * Create the listener.
	 * @param trail where it records
	 */
	public GuardAudit(AuditTrail trail) {
		this.trail = trail;
	}

	@Override
	public void refused(String what) {
		publish(AuditType.REPL_GUARD_REFUSED, what);
	}

	@Override
	public void permitted(String what) {
		publish(AuditType.REPL_GUARD_PERMITTED, what);
	}

	private void publish(AuditType type, String what) {
		EvaluationOrigin origin = CurrentOrigin.get();
		AuditActor actor = (origin != null) ? AuditActor.of(origin) : AuditActor.named("unknown");
		this.trail.publish(actor, type, Map.of("what", what));
	}

}
