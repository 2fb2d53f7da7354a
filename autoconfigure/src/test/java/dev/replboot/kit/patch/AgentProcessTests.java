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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Patches Spring's servlet and H2's connection beside agents of others.
 */
class AgentProcessTests {

	private static final File OPEN_TELEMETRY = new File("target/agents/opentelemetry-javaagent.jar");

	private static final File JACOCO = new File("target/agents/jacoco-agent.jar");

	@Test
	void patchesWorkUnderOpenTelemetrysAgent() throws Exception {
		assertThat(run("-javaagent:" + OPEN_TELEMETRY, null)).containsExactly("kinds 0 0", "patched 299 2",
				"reverted 404 1");
	}

	@Test
	void patchesWorkBeforeAndAfterOpenTelemetrysAgentIsAttached() throws Exception {
		assertThat(run("-Dnone", OPEN_TELEMETRY.getPath())).containsExactly("kinds 0 0", "patched 299 2",
				"reverted 404 1", "attached 299 2", "reverted 404 1", "kinds 0 0", "patched 299 2", "reverted 404 1");
	}

	@Test
	void patchesWorkUnderJacocosAgentAndBeforeAndAfterOneOfByteBuddy() throws Exception {
		assertThat(run("-javaagent:" + JACOCO + "=output=none", "advice")).containsExactly("kinds 0 0", "patched 299 2",
				"reverted 404 1", "attached 299 2", "reverted 404 1", "kinds 0 1", "patched 299 2", "reverted 404 1");
	}

	@Test
	@EnabledIfSystemProperty(named = "patch.agents", matches = "all")
	void patchesWorkUnderAnAgentOfByteBuddyBeforeAndAfterOpenTelemetrysIsAttached() throws Exception {
		assertThat(run("-Dadvised=true", OPEN_TELEMETRY.getPath())).containsExactly("kinds 0 1", "patched 299 2",
				"reverted 404 1", "attached 299 2", "reverted 404 1", "kinds 0 1", "patched 299 2", "reverted 404 1");
	}

	@Test
	@EnabledIfSystemProperty(named = "patch.agents", matches = "all")
	void patchesWorkUnderAllThree() throws Exception {
		assertThat(run("-javaagent:" + JACOCO + "=output=none", "advice", "-javaagent:" + OPEN_TELEMETRY))
			.containsExactly("kinds 0 0", "patched 299 2", "reverted 404 1", "attached 299 2", "reverted 404 1",
					"kinds 0 1", "patched 299 2", "reverted 404 1");
	}

	private static List<String> run(String option, @Nullable String attached, String... more) throws IOException {
		assumeThat(OPEN_TELEMETRY).as("made by Maven").exists();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none",
						"-Dotel.javaagent.logging=none", option, "-cp", System.getProperty("java.class.path"),
						AgentProcess.class.getName()));
		command.addAll(1, List.of(more));
		if (attached != null) {
			command.add(attached);
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (InputStream out = process.getInputStream()) {
			return new String(out.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> line.matches("[a-z]+ \\d+ \\d+|kind .*|.*Exception: .*"))
				.toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
