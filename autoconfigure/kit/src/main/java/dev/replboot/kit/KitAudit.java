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

package dev.replboot.kit;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;
import dev.replboot.audit.AuditActor;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.AuditType;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;

/**
 * Puts on record what the kit does beyond evaluating a form.
 */
@Internal
public final class KitAudit {

	private final AuditTrail trail;

	/**
	 * Create the record.
	 * @param trail where it records
	 */
	public KitAudit(AuditTrail trail) {
		this.trail = trail;
	}

	/**
	 * A script is about to be loaded.
	 * @param script the script
	 */
	void scriptLoading(ScriptFolder.Script script) {
		publish(AuditType.REPL_SCRIPT_LOADED, Map.of("script", script.name(), "sha256", script.sha256()));
	}

	/**
	 * A script is about to be saved.
	 * @param script the script
	 */
	void scriptSaving(ScriptFolder.Script script) {
		publish(AuditType.REPL_SCRIPT_SAVED, Map.of("script", script.path(), "sha256", script.sha256()));
	}

	/**
	 * Publish what the session that the calling thread evaluates for is about to do.
	 * @param type what it does
	 * @param data the details of the event; entries without a value are left out
	 */
	public void publish(AuditType type, Map<String, ? extends @Nullable Object> data) {
		EvaluationOrigin origin = CurrentOrigin.get();
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		all.put("session", (origin != null) ? origin.session() : "none");
		all.putAll(data);
		this.trail.publish((origin != null) ? AuditActor.of(origin) : AuditActor.named("unknown"), type, all);
	}

	/**
	 * Publish what happens by itself.
	 * @param actor on whose behalf
	 * @param type what happens
	 * @param data the details of the event
	 */
	public void publish(AuditActor actor, AuditType type, Map<String, ? extends @Nullable Object> data) {
		this.trail.publish(actor, type, data);
	}

	/**
	 * Publish what somebody does, or what happens by itself on their behalf.
	 * @param principal on whose behalf, or {@code null} if it is unknown
	 * @param type what happens
	 * @param data the details of the event
	 */
	public void publish(@Nullable ReplPrincipal principal, AuditType type,
			Map<String, ? extends @Nullable Object> data) {
		EvaluationOrigin origin = CurrentOrigin.get();
		AuditActor actor = (principal != null) ? AuditActor.of(principal) : AuditActor.named("unknown");
		boolean own = origin != null && principal != null && origin.principal().isSame(principal);
		this.trail.publish((own && origin != null) ? AuditActor.of(origin) : actor, type, data);
	}

}
