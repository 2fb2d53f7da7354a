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

package dev.replboot.listener;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * A form that is nested too deeply is answered with a sentence, and its session goes on.
 */
class DeepFormsTests {

	private static final int LEVELS = 20_000;

	@ParameterizedTest
	@EnumSource(Door.class)
	void formThatIsNestedTooDeeplyIsAnsweredAndTheSessionGoesOn(Door door) {
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0"); ReplClient client = door.connect(repl)) {
			client.patience(Duration.ofMinutes(1));
			client.send(door.message(repl.token(TestPrincipal.ADMIN)));
			client.readUntil(door.welcome());
			List<String> forms = List.of("[".repeat(LEVELS) + "]".repeat(LEVELS),
					"(list ".repeat(LEVELS) + ")".repeat(LEVELS), "(-> 1" + " inc".repeat(LEVELS) + ")");
			for (String form : forms) {
				client.send(door.message(form));
				client.readUntil("The form is nested too deeply to be ");
				client.send(door.message("(str \"al\" \"ive\")"));
				client.readUntil("alive");
				client.send(door.message("(inc nope)"));
				client.readUntil("Unable to resolve symbol: nope");
			}
		}
	}

}
