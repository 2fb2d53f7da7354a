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

package dev.replboot.testsupport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.AuditType;
import dev.replboot.audit.ReplAuditEvent;

/**
 * A sink of the audit log that a test can break. It keeps the forms that it was given
 * before they ran, and counts those that it refused.
 */
public final class BreakableSink implements AuditSink {

	private final List<String> announced = new ArrayList<>();

	private volatile boolean broken;

	private volatile int refused;

	@Override
	public String name() {
		return "breakable";
	}

	@Override
	public synchronized void write(List<ReplAuditEvent> events) throws IOException {
		// what another thread has recorded may come first
		List<String> forms = events.stream()
			.filter((event) -> event.type() == AuditType.REPL_EVALUATING)
			.map((event) -> String.valueOf(event.data().get("form")))
			.toList();
		if (this.broken) {
			this.refused += forms.size();
			throw new IOException("No space left, says the test");
		}
		this.announced.addAll(forms);
	}

	/**
	 * Let writing fail, or no longer.
	 * @param broken whether it fails
	 */
	public void breakDown(boolean broken) {
		this.broken = broken;
	}

	/**
	 * The forms that are on the log.
	 * @return the forms, in order
	 */
	public synchronized List<String> announced() {
		return List.copyOf(this.announced);
	}

	/**
	 * The number of forms that were refused.
	 * @return the number
	 */
	public int refused() {
		return this.refused;
	}

}
