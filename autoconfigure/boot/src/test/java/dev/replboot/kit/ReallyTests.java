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

import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the guards against mistakes.
 */
class ReallyTests {

	@Test
	void whatAffectsTheWholeApplicationHasToBeAskedForAndIsOnRecord() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(System/exit 0)")).contains("(really! …)");
			assertThat(client.eval("(.close ctx)")).contains("(really! …)");
			assertThat(client.eval("(eval '(. System (exit 0)))")).contains("(really! …)");
			assertThat(repl.events(AuditType.REPL_GUARD_REFUSED)).hasSize(3);
			assertThat(client.eval("(really! (java.util.Locale/setDefault (java.util.Locale/getDefault)))"))
				.isEqualTo("nil");
			assertThat(repl.events(AuditType.REPL_GUARD_PERMITTED)).singleElement()
				.extracting((event) -> event.getAuditEvent().getData().get("what"))
				.isEqualTo("Locale/setDefault");
		}
	}

}
