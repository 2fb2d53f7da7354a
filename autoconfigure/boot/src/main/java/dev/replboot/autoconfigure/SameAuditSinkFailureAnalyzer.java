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

package dev.replboot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which beans are audit sinks of one name.
 */
class SameAuditSinkFailureAnalyzer extends AbstractFailureAnalyzer<SameAuditSinkException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SameAuditSinkException cause) {
		return new FailureAnalysis(
				"The audit sinks of the beans " + String.join(" and ", cause.getBeans()) + " have the same name, "
						+ cause.getSink() + ". repl.audit.required and the log could mean either.",
				"Let AuditSink.name() return another name in one of them, or remove one of the beans.", cause);
	}

}
