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

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What editors evaluate by themselves when they connect, to be marked on record. Only
 * whole texts count: nobody hides anything behind what begins like one.
 */
final class EditorPreambles {

	/**
	 * The mark.
	 */
	static final String MARK = "preamble";

	private static final Pattern SPACES = Pattern.compile("\\s+");

	// CIDER's of different releases, then Calva's and vim-fireplace's
	private static final Set<String> TEXTS = Set.of(
			"(when (clojure.core/resolve 'clojure.main/repl-requires)"
					+ " (clojure.core/map clojure.core/require clojure.main/repl-requires))",
			"(when-let [requires (resolve 'clojure.main/repl-requires)]"
					+ " (clojure.core/apply clojure.core/require @requires))",
			"(clojure.core/apply clojure.core/require clojure.main/repl-requires)",
			"(clojure.core/when-let [requires (clojure.core/resolve 'clojure.main/repl-requires)]"
					+ " (clojure.core/apply clojure.core/require @requires))");

	private static final int LONGEST = 400;

	private EditorPreambles() {
	}

	/**
	 * The mark of a text.
	 * @param code the text
	 * @return the mark, or {@code null} when somebody typed it
	 */
	static @Nullable String mark(String code) {
		if (code.length() > LONGEST || !code.contains("repl-requires")) {
			return null;
		}
		return TEXTS.contains(SPACES.matcher(code.strip()).replaceAll(" ")) ? MARK : null;
	}

}
