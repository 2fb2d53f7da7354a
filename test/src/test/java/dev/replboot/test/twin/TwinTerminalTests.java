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

package dev.replboot.test.twin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person at a terminal, with a twin on it.
 */
@NullUnmarked
@Timeout(900)
class TwinTerminalTests {

	@TempDir
	private Path folder;

	@Test
	void formsAreEditedCompletedAndInterrupted() throws Exception {
		Path done = this.folder.resolve("done");
		try (Terminal terminal = twin("")) {
			terminal.awaitLast("user=>");
			assertThat(terminal.screen()).contains(";; ", "This process is a twin").doesNotContain(" INFO ");
			terminal.enter("(+ 1");
			terminal.enter("  (count \"two");
			terminal.enter("lines (\" ))");
			terminal.awaitAnswer("12");
			terminal.enter("(str \\()");
			terminal.awaitAnswer("\"(\"");

			terminal.type("(map-in");
			terminal.press("Tab");
			terminal.awaitLast("user=> (map-indexed");
			terminal.enter(" vector [:a])");
			terminal.awaitAnswer("([0 :a])");
			// completing has left no trace
			terminal.enter("[*1]");
			terminal.awaitAnswer("[([0 :a])]");

			terminal.enter("(do (println \"spinning\") (loop [] (recur)))");
			terminal.awaitLine("spinning");
			terminal.press("C-c");
			terminal.awaitAnswer("Evaluation stopped: It was interrupted by Ctrl-C.");
			terminal.type("(this is (dropped");
			terminal.awaitLast("user=> (this is (dropped");
			terminal.press("C-c");
			// what is typed before is given up with it
			terminal.awaitLast("user=>");
			terminal.enter(":still-here");
			terminal.awaitAnswer(":still-here");

			terminal.enter("(do (println (str (char 27) \"[2Jcleared\")) (str (char 7)))");
			terminal.awaitLine("\\u001b[2Jcleared");
			terminal.awaitAnswer("\"\\u0007\"");
			terminal.enter("(str \"read \" (read-line))");
			terminal.enter("a secret (");
			terminal.awaitAnswer("\"read a secret (\"");
			terminal.enter("(sql \"select 41 + 1 as answer, null as nothing\")");
			terminal.awaitLine(" answer | nothing");
			terminal.awaitAnswer("     42 | nil");
			assertThat(terminal.colouredScreen()).contains("\u001b[1manswer").contains("\u001b[36m42");

			terminal.enter("(do (future (while (not (.exists (java.io.File. \"" + done
					+ "\")))) (println \"be\" \"hind\")) 0)");
			terminal.awaitAnswer("0");
			terminal.type("(inc ");
			Files.createFile(done);
			terminal.awaitLine("be hind");
			terminal.awaitLast("user=> (inc");
			terminal.enter("54320)");
			terminal.awaitAnswer("54321");
			terminal.press("C-d");
			terminal.awaitLine("over: 0");
		}
		Path history = this.folder.resolve(".repl_twin_history");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history))).isEqualTo("rw-------");
		assertThat(history).content().contains("(inc 54320)", "(+ 1\\n  (count").doesNotContain("secret (", "dropped");
	}

	@Test
	void historyIsThereTheNextTimeAndTheEndOfTheLeaseIsTheEnd() throws Exception {
		// as some that are attached from afar have it at first
		try (Terminal terminal = twin("stty rows 0 cols 0;")) {
			terminal.awaitLast("user=>");
			terminal.type("(* 6");
			terminal.awaitLast("user=> (* 6");
			terminal.enter(" 7)");
			terminal.awaitAnswer("42");
			terminal.enter(":repl/quit");
			terminal.awaitLine("over: 0");
		}
		try (Terminal terminal = twin("")) {
			terminal.awaitLast("user=>");
			terminal.press("Up");
			terminal.press("Up");
			terminal.awaitLast("user=> (* 6 7)");
			terminal.press("C-c");
			terminal.awaitLast("user=>");
			// while it waits for a form
			terminal
				.enter("""
						(do (future (.close (bean dev.replboot.lifecycle.ReplLifecycle) \
						(dev.replboot.access.OsUserPrincipal/of "%s" (bean dev.replboot.access.ReplAuthorities) []))) nil)"""
					.formatted(System.getProperty("user.name")));
			terminal.awaitLine("over: 0");
			assertThat(terminal.screen()).contains(";; The REPL was closed by " + System.getProperty("user.name"));
		}
	}

	@Test
	void plainPromptWhereLinesCannotBeEdited() throws Exception {
		try (Terminal terminal = twin("env TERM=dumb")) {
			terminal.awaitLast("user=>");
			terminal.enter("(* 6 7)");
			terminal.awaitAnswer("42");
			terminal.enter("(str (char 7))");
			terminal.awaitAnswer("\"\\u0007\"");
			terminal.press("C-d");
			terminal.awaitLine("over: 0");
			assertThat(terminal.screen()).contains("This process is a twin");
		}
		assertThat(this.folder.resolve(".repl_twin_history")).doesNotExist();
	}

	private Terminal twin(String environment) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Duser.home=" + this.folder, "-jar",
				TwinProcess.JAR.toString(), "--repl.twin"));
		return Terminal.start(this.folder, environment, command);
	}

}
