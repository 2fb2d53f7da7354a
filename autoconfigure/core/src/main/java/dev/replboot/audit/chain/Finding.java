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

package dev.replboot.audit.chain;

import java.util.Locale;

/**
 * Something in a chain that isn't as it was written.
 *
 * @param kind what it is
 * @param file the name of the file
 * @param line the number of the line in it, or 0 when it isn't about one
 * @param record the number of the record that it is about, or 0 when it isn't about one
 * @param sentence what was found
 */
public record Finding(Kind kind, String file, long line, long record, String sentence) {

	@Override
	public String toString() {
		String where = (this.line > 0) ? this.file + ":" + this.line : this.file;
		return this.kind.label() + "  " + where + "  " + this.sentence;
	}

	/**
	 * What can have happened to a chain.
	 */
	public enum Kind {

		/**
		 * A record's content isn't what it was.
		 */
		EDITED,

		/**
		 * Records are missing.
		 */
		CUT,

		/**
		 * Records stand in another order, or twice.
		 */
		REORDERED,

		/**
		 * A record follows another one than the one that it was written after.
		 */
		SPLICED,

		/**
		 * The end was cut off and something else written in its place.
		 */
		REWRITTEN,

		/**
		 * What says how far the chain goes is missing or damaged.
		 */
		HEAD;

		/**
		 * The name in reports.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
