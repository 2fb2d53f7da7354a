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

package dev.replboot.listener.nrepl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.replboot.testsupport.OsUser;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The nREPL client that npm has, walked through our server by
 * {@code src/test/npm/walk.js}. Left out where {@code npm ci} wasn't run there.
 */
class NpmClientTests {

	private static final Path FOLDER = Path.of("src/test/npm").toAbsolutePath();

	@Test
	void connectsEvaluatesCompletesLoadsAndInterrupts() {
		Assumptions.assumeTrue(Files.isDirectory(FOLDER.resolve("node_modules/nrepl-client")),
				"npm ci was not run in src/test/npm");
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0")) {
			int port = Objects.requireNonNull(repl.address("nrepl").port());
			String output = OsUser.run("", List.of("node", "--no-deprecation", FOLDER.resolve("walk.js").toString(),
					String.valueOf(port), repl.token(TestPrincipal.ADMIN)));
			assertThat(output).startsWith("{");
			JsonNode seen = JsonMapper.shared().readTree(output);
			assertThat(seen.get("ops").asBoolean()).isTrue();
			assertThat(seen.get("refused").asString()).startsWith("Send the token first");
			assertThat(seen.get("welcome").asString()).contains("You are ann");
			assertThat(texts(seen, "values")).containsExactly("3", "\"\u00e9\u20ac\"");
			assertThat(seen.get("out").asString()).isEqualTo("hi");
			assertThat(seen.get("error").asString()).contains("Divide by zero");
			assertThat(texts(seen, "loaded")).containsExactly("42");
			assertThat(texts(seen, "completions")).containsExactly("map-indexed");
			assertThat(texts(seen, "interrupt")).containsExactly("done");
			assertThat(texts(seen, "interrupted")).contains("interrupted", "done");
			assertThat(texts(seen, "after")).containsExactly(":still-here");
			assertThat(texts(seen, "closed")).contains("session-closed");
		}
	}

	private static List<String> texts(JsonNode node, String field) {
		return node.get(field).valueStream().map(JsonNode::asString).toList();
	}

}
