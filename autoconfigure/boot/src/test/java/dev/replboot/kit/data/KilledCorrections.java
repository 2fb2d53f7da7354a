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

import java.nio.file.Path;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

/**
 * Process that makes one correction after the other until somebody kills it.
 */
public final class KilledCorrections {

	private KilledCorrections() {
	}

	/**
	 * Make corrections.
	 * @param args the database's URL and the journal
	 */
	public static void main(String[] args) {
		try (TestRepl repl = UndoDataTests.start(args[0], Path.of(args[1])); ReplClient client = repl.login()) {
			for (int i = 1;; i++) {
				client.eval("(fix! {:expect 2} (sql \"insert into done values (?, ?)\" " + i + " " + i
						+ ") (sql \"update orders set v = ?\" \"v" + i + "\"))");
			}
		}
	}

}
