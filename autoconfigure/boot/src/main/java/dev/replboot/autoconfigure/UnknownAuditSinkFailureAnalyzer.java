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
 * Says how a required sink of the record gets there.
 */
class UnknownAuditSinkFailureAnalyzer extends AbstractFailureAnalyzer<UnknownAuditSinkException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownAuditSinkException cause) {
		return new FailureAnalysis(
				"repl.audit.required demands the sink " + cause.getSink() + ", which is not there. There are: "
						+ String.join(", ", cause.getPresent()) + ".",
				"Set repl.audit.file, repl.audit.socket, repl.audit.jdbc.url or repl.audit.log, define an AuditSink"
						+ " of that name, or take it from repl.audit.required.",
				cause);
	}

}
