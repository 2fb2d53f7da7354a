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

import java.util.Set;

/**
 * A sink of the record is required that isn't there.
 */
class UnknownAuditSinkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String sink;

	private final transient Set<String> present;

	UnknownAuditSinkException(String sink, Set<String> present) {
		super("repl.audit.required has " + sink + ", but the sinks that there are: " + String.join(", ", present));
		this.sink = sink;
		this.present = present;
	}

	String getSink() {
		return this.sink;
	}

	Set<String> getPresent() {
		return this.present;
	}

}
