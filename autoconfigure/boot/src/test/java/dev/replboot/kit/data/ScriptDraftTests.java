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

package dev.replboot.kit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.audit.AuditType;
import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From a dry run to a script that is reviewed and loaded.
 */
@Timeout(900)
class ScriptDraftTests {

	@TempDir
	private Path folder;

	private Path reviewed;

	private Path draft;

	private JdbcTemplate database;

	private TestRepl repl;

	private ReplClient client;

	@BeforeEach
	void open() throws IOException {
		this.reviewed = Files.createDirectory(this.folder.resolve("reviewed"));
		this.draft = this.folder.resolve("fix-123.clj");
		String url = TestDatabase.newH2();
		this.database = TestDatabase.create(url);
		this.repl = TestRepl.with(
				new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url, "repl.scripts=" + this.reviewed);
		this.client = this.repl.login();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.repl.close();
	}

	@Test
	void whatWasTriedIsSavedAndLoadedAfterReview() throws Exception {
		this.client.eval("(dry-run (let [id 3] (sql \"update purchase set total = ? where id = ?\" 7.5M id)) "
				+ "(run! #(sql \"delete from log where line = ?\" %) [\"one\"]))");
		// in between one looks at something
		this.client.eval("(sql \"select * from purchase\")");
		String answer = save("{:reason \"INC-42\"}", this.draft);
		assertThat(answer).startsWith("Saved " + this.draft + ", SHA-256 ").contains("(load-script \"fix-123.clj\")");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.draft))).isEqualTo("rw-------");
		assertThat(Files.readString(this.draft)).startsWith(";; fix-123.clj: drafted by ")
			.contains(", INC-42\n", ";; purchase: 1 updated\n", ";;   ~ id 3: total 0.00 → 7.50\n", ";;   - line one\n",
					"(in-ns 'user)", ":reason \"INC-42\"", "total = ?", "#(sql ");
		String hash = answer.replaceAll("(?s).*SHA-256 (\\w{64}).*", "$1");
		assertThat(this.repl.events(AuditType.REPL_SCRIPT_SAVED)).singleElement()
			.satisfies((event) -> assertThat(event.getAuditEvent().getData())
				.containsAllEntriesOf(Map.of("script", this.draft.toString(), "sha256", hash)));
		assertThat(this.database.queryForObject("select count(*) from log", Integer.class)).isEqualTo(2);

		Files.move(this.draft, this.reviewed.resolve("fix-123.clj"));
		assertThat(load()).contains("SHA-256 " + hash, "Committed as fix-");
		assertThat(this.database.queryForObject("select total from purchase where id = 3", String.class))
			.isEqualTo("7.50");
		assertThat(this.database.queryForObject("select count(*) from log", Integer.class)).isOne();
		// the data is another now
		assertThat(load()).contains("Nothing was committed.");
	}

	@Test
	void dataAndReasonsStayComments() throws Exception {
		this.client.eval("(dry-run (sql \"insert into log values (?)\" \"a\\r(escape)\\n(escape)\\u2028(escape)\"))");
		save("{:reason \"b\\r(escape)\\n(escape)\"}", this.draft);
		assertThat(Files.readString(this.draft).split("\r\n|\r|\n")).filteredOn((line) -> line.startsWith("("))
			.containsExactly("(in-ns 'user)", "(fix!");
	}

	@Test
	void scriptThatWouldLackSomethingIsNotSaved() {
		assertThat(save("", this.draft)).contains("this session's last dry-run failed, or there was none");
		this.client.eval("(dry-run (sql \"delete from log\"))");
		this.client.eval("(dry-run (throw (Exception.)))");
		assertThat(save("", this.draft)).contains("this session's last dry-run failed, or there was none");
		this.client.eval("(let [line \"one\"] (dry-run (sql \"delete from log where line = ?\" line)))");
		assertThat(save("", this.draft)).contains("The script would lack line, which the form around the dry-run has");
		this.client.eval("(def line \"one\")");
		this.client.eval("(dry-run (sql \"delete from log where line = ?\" line))");
		assertThat(save("", this.draft)).contains("The script would lack line, which this session alone has");
		assertThat(this.draft).doesNotExist();
		try (ReplClient other = this.repl.login()) {
			assertThat(other.eval("(save-script \"" + this.draft + "\")")).contains("this session's last dry-run");
		}
	}

	@Test
	void nothingIsOverwrittenNorPutAmongWhatIsReviewed() throws Exception {
		this.client.eval("(dry-run (sql \"delete from log\"))");
		Path precious = Files.writeString(this.folder.resolve("precious.clj"), "precious");
		Path link = Files.createSymbolicLink(this.folder.resolve("link.clj"), this.folder.resolve("new.clj"));
		assertThat(save("", precious)).contains("There is a file " + precious + " already");
		assertThat(save("", link)).contains("There is a file " + link + " already");
		assertThat(save("", this.reviewed.resolve("fix.clj"))).contains("is for reviewed scripts only");
		Path aside = Files.createSymbolicLink(this.folder.resolve("aside"), this.reviewed);
		assertThat(save("", aside.resolve("fix.clj"))).contains("is for reviewed scripts only");
		assertThat(save("", this.folder.resolve("fix.sh"))).contains("A script's name ends with .clj");
		assertThat(save("", this.folder.resolve("gone/fix.clj"))).contains("Nothing can be written into ");
		assertThat(this.client.eval("(save-script \"a\\u0000.clj\")")).contains("is not a path");
		assertThat(precious).hasContent("precious");
		assertThat(this.folder.resolve("new.clj")).doesNotExist();
		assertThat(this.reviewed).isEmptyDirectory();
		assertThat(this.repl.events(AuditType.REPL_SCRIPT_SAVED)).isEmpty();
	}

	// from any namespace
	private String load() {
		return this.client.eval("(binding [*ns* (create-ns 'elsewhere)] (load-script \"fix-123.clj\"))");
	}

	private String save(String options, Path file) {
		return this.client.eval("(save-script " + options + " \"" + file + "\")");
	}

}
