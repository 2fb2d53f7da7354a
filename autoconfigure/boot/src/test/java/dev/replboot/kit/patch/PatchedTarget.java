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

import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is patched where the life of a patch is watched.
 */
@NullUnmarked
public class PatchedTarget {

	static final String NAME = "\"" + PatchedTarget.class.getName() + "\"";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * A value.
	 * @return one
	 */
	public int value() {
		return 1;
	}

	/**
	 * Another value.
	 * @return two
	 */
	public int other() {
		return 2;
	}

	static void patch(ReplClient client, String options) {
		assertThat(client
			.eval("(:id (patch! " + NAME + " \"value\" (fn [this args proceed] (+ 40 (proceed))) " + options + "))"))
			.matches("\"p\\d+\"");
	}

	static Map<String, Object> audited(TestRepl repl, AuditType type) {
		// what was put back isn't listed any more before its end is in the audit log
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> repl.events(type), (events) -> !events.isEmpty())
			.get(0)
			.getAuditEvent()
			.getData();
	}

}
