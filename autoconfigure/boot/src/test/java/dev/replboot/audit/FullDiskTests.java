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

package dev.replboot.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.audit.chain.Verification;
import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.audit.review.AuditQuery;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.SmallDisk;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The record on a disk of its own, which is filled and made read-only. Only where the
 * user may mount.
 */
@NullUnmarked
class FullDiskTests {

	@TempDir
	private Path folder;

	private SmallDisk disk;

	@BeforeEach
	void mount() throws Exception {
		this.disk = new SmallDisk(this.folder.resolve("disk"), "128k");
		this.disk.assumeMounted();
	}

	@AfterEach
	void unmount() throws Exception {
		this.disk.close();
	}

	@Test
	void whileTheDiskIsFullNothingIsEvaluated() throws Exception {
		Path file = this.disk.resolve("audit.jsonl");
		Path filler = this.disk.resolve("filler");
		List<String> answers = new ArrayList<>();
		try (TestRepl repl = TestRepl.open("repl.audit.file=" + file, "repl.audit.required=file",
				"repl.audit.fsync=record"); ReplClient client = repl.login()) {
			client.eval("(def counter (atom 0))");
			SmallDisk.fill(filler);
			// there may be room at the end of a block
			for (int i = 0; i < 40 && answers.stream().noneMatch((answer) -> answer.contains("Nothing")); i++) {
				answers.add(client.eval("(swap! counter inc)"));
			}
			int evaluated = answers.size() - 1;
			assertThat(answers.get(evaluated)).contains("Nothing was evaluated, because it could not be recorded")
				.contains("No space left on device")
				.contains("the sink file is required (repl.audit.required)");
			Files.delete(filler);
			assertThat(client.eval("@counter")).isEqualTo(String.valueOf(evaluated));
		}
		Verification found = new AuditLogFiles(file).verify();
		assertThat(found.findings()).isEmpty();
		List<Map<String, Object>> intents = new AuditLogFiles(file)
			.find(new AuditQuery(null, null, "REPL_EVALUATING", 0L, 100))
			.records();
		assertThat(intents.stream().filter((record) -> "(swap! counter inc)".equals(record.get("form"))))
			.hasSize(answers.size() - 1);
	}

	@Test
	void onAReadOnlyDiskTheReplStaysClosed() throws Exception {
		Path file = this.disk.resolve("audit.jsonl");
		try (TestRepl repl = TestRepl.open("repl.audit.file=" + file, "repl.audit.required=file")) {
			repl.lifecycle().close(TestPrincipal.ADMIN);
			this.disk.makeReadOnly();
			assertThatThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
				.hasMessageContaining("could not be recorded")
				.hasMessageContaining("Read-only file system");
		}
	}

}
