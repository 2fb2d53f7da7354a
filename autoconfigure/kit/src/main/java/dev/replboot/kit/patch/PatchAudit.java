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

package dev.replboot.kit.patch;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.audit.AuditType;
import dev.replboot.kit.KitAudit;
import dev.replboot.text.VisibleThrowable;

/**
 * What the audit log has about patches.
 */
final class PatchAudit {

	private static final Log logger = LogFactory.getLog(PatchAudit.class);

	private final KitAudit record;

	PatchAudit(KitAudit record) {
		this.record = record;
	}

	/**
	 * Record a patch before it is in force.
	 * @param patch the patch
	 * @throws RuntimeException if it can't be recorded; then it must not be put in force
	 */
	void patching(Patch patch) {
		this.record.publish(AuditType.REPL_PATCHED, describe(patch));
	}

	/**
	 * Record that a method was put back. An error is logged, because the method is back.
	 * @param patch the patch
	 * @param by the principal who ended it
	 * @param why the reason for its end
	 * @param failure the error that left the method patched, or {@code null}
	 */
	void reverted(Patch patch, ReplPrincipal by, String why, @Nullable String failure) {
		Map<String, @Nullable Object> data = describe(patch);
		data.put("why", why);
		data.put("calls", patch.patched.calls());
		data.put("errors", patch.patched.errors());
		data.put("failure", failure);
		try {
			this.record.publish(by, AuditType.REPL_PATCH_REVERTED, data);
		}
		catch (RuntimeException ex) {
			logger.error("Could not record that a method was put back: " + patch.what(), VisibleThrowable.of(ex));
		}
	}

	private static Map<String, @Nullable Object> describe(Patch patch) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("patch", patch.id);
		data.put("what", patch.what());
		data.put("reason", patch.reason);
		data.put("until", (patch.until != null) ? patch.until.toString() : "the session ends");
		return data;
	}

}
