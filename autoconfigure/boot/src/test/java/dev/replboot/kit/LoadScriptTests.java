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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.BrokenForms;
import dev.replboot.testsupport.FormOracle;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of loading reviewed scripts.
 */
class LoadScriptTests {

	@TempDir
	private Path folder;

	private Path scripts;

	@BeforeEach
	void write() throws IOException {
		this.scripts = Files.createDirectory(this.folder.resolve("scripts"));
		Files.writeString(this.scripts.resolve("fix.clj"), "(def answer 41)\n(inc answer)\n");
		Files.writeString(this.folder.resolve("outside.clj"), "(System/setProperty \"escaped\" \"yes\")");
		Files.createSymbolicLink(this.scripts.resolve("link.clj"), this.folder.resolve("outside.clj"));
	}

	@Test
	void scriptIsEvaluatedAndItsHashIsOnRecord() {
		try (TestRepl repl = TestRepl.open("repl.scripts=" + this.scripts); ReplClient client = repl.login()) {
			assertThat(client.eval("(load-script \"fix.clj\")")).startsWith("Loading fix.clj, SHA-256 ").endsWith("42");
			assertThat(client.eval("answer")).isEqualTo("41");
			assertThat(repl.events(AuditType.REPL_SCRIPT_LOADED)).singleElement()
				.extracting((event) -> event.getAuditEvent().getData().get("sha256"))
				.asString()
				.hasSize(64);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../outside.clj", "link.clj", "/etc/passwd", "x/../../outside.clj", "." })
	void whatIsNotInTheFolderIsRefused(String name) {
		try (TestRepl repl = TestRepl.open("repl.scripts=" + this.scripts); ReplClient client = repl.login()) {
			assertThat(client.eval("(load-script \"" + name + "\")")).contains("IllegalArgumentException")
				.contains("repl.scripts");
			assertThat(client.eval("(System/getProperty \"escaped\")")).isEqualTo("nil");
			assertThat(repl.events(AuditType.REPL_SCRIPT_LOADED)).isEmpty();
		}
	}

	// -Dbroken.forms sets how many
	@Test
	void nothingOfAFormThatCannotBeReadRunsNorWhatComesBehindIt() throws IOException {
		long seed = Long.getLong("broken.seed", 20);
		int number = Integer.getInteger("broken.forms", 18_000) / 18;
		Path script = this.scripts.resolve("broken.clj");
		BrokenForms forms = new BrokenForms(seed);
		Map<String, String> failures = new LinkedHashMap<>();
		int refused = 0;
		try (FormOracle oracle = new FormOracle();
				TestRepl repl = TestRepl.open("repl.scripts=" + this.scripts, "repl.audit.log=false",
						"repl.limits.allocation=2GB");
				ReplClient client = repl.login()) {
			client.eval(Hits.DEFINITION);
			for (int i = 0; i < number && failures.size() < 5; i++) {
				String text = forms.next((candidate) -> oracle.isReadable(candidate, false));
				FormOracle.Answer expected = oracle.load(text);
				Files.writeString(script, text);
				Hits.take();
				client.send("(load-script \"broken.clj\")\n");
				client.readUntil("user=> ");
				List<Long> hits = Hits.take();
				refused += (expected.refused() != null) ? 1 : 0;
				if (!hits.equals(expected.hits())) {
					failures.put(text, expected + ", but " + hits);
				}
				if (i % 500 == 0) {
					repl.forgetEvents();
				}
			}
		}
		assertThat(failures).as("broken.seed=" + seed).isEmpty();
		assertThat(refused).as("refused by the reader").isGreaterThan(number / 2);
	}

	@Test
	void withoutFolderTheErrorNamesTheProperty() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(load-script \"fix.clj\")")).contains("Set repl.scripts");
		}
	}

}
