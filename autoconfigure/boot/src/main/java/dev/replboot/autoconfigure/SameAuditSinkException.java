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

import java.util.List;

/**
 * Two sinks of the audit log have one name, so a setting with that name could mean
 * either.
 */
class SameAuditSinkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String sink;

	private final transient List<String> beans;

	SameAuditSinkException(String sink, List<String> beans) {
		super("Several audit sinks have the name " + sink + ": " + String.join(", ", beans));
		this.sink = sink;
		this.beans = beans;
	}

	String getSink() {
		return this.sink;
	}

	List<String> getBeans() {
		return this.beans;
	}

}
