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

package dev.replboot.runtime;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Functions that a client names for printing values and errors. Looks up each name once
 * for a text, and knows the names that need no looking up.
 */
@Internal
public final class NamedFunctions {

	private static final String READABLY = "pr";

	private static final String FOR_PEOPLE = "print";

	private static final String PRETTY = "pprint";

	/**
	 * Names by which clients ask for a way of printing. Some are of libraries that only
	 * the client's own server would have.
	 */
	private static final Map<String, String> WAYS = Map.ofEntries(Map.entry("pr", READABLY), Map.entry("prn", READABLY),
			Map.entry("clojure.core/pr", READABLY), Map.entry("clojure.core/prn", READABLY),
			Map.entry("nrepl.util.print/pr", READABLY), Map.entry("cider.nrepl.pprint/pr", READABLY),
			Map.entry("print", FOR_PEOPLE), Map.entry("println", FOR_PEOPLE),
			Map.entry("clojure.core/print", FOR_PEOPLE), Map.entry("clojure.core/println", FOR_PEOPLE),
			Map.entry("pprint", PRETTY), Map.entry("clojure.pprint/pprint", PRETTY),
			Map.entry("clojure.pprint/write", PRETTY), Map.entry("nrepl.util.print/pprint", PRETTY),
			Map.entry("cider.nrepl.pprint/pprint", PRETTY));

	/**
	 * Functions of the REPL's own that do nothing but print. Most of its others do more.
	 */
	private static final Set<String> OWN = Set.of("repl.nrepl/write-answer", "repl.nrepl/write-candidates",
			"repl.kit.table/print-on-terminal");

	private static final String REPL_CAUGHT = "clojure.main/repl-caught";

	private boolean lookedUp;

	private @Nullable Object printer;

	private @Nullable Object caught;

	/**
	 * The way of printing that a name stands for.
	 * @param printer the name
	 * @return {@code pr}, {@code print} or {@code pprint}, or {@code null} for the name
	 * of a function
	 */
	public static @Nullable String way(String printer) {
		return WAYS.get(printer);
	}

	/**
	 * Whether a name stands for Clojure's own way of showing errors.
	 * @param caught the name
	 * @return whether nothing else is called
	 */
	public static boolean isHarmlessCaught(String caught) {
		return caught.equals(REPL_CAUGHT);
	}

	static boolean isHarmlessPrinter(String printer) {
		return WAYS.containsKey(printer) || OWN.contains(printer);
	}

	/**
	 * Ask for leave to look the names up.
	 * @return whether nobody has done it yet
	 */
	public boolean beginLookUp() {
		boolean first = !this.lookedUp;
		this.lookedUp = true;
		return first;
	}

	/**
	 * Keep what was found.
	 * @param printer the function that prints values, or {@code null}
	 * @param caught the function that shows errors, or {@code null}
	 */
	public void keep(@Nullable Object printer, @Nullable Object caught) {
		this.printer = printer;
		this.caught = caught;
	}

	/**
	 * The function that prints values.
	 * @return the function, or {@code null} when none was named or found
	 */
	public @Nullable Object printer() {
		return this.printer;
	}

	/**
	 * The function that shows errors.
	 * @return the function, or {@code null} when none was named or found
	 */
	public @Nullable Object caught() {
		return this.caught;
	}

}
