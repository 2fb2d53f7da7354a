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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What came of looking through a chain.
 *
 * @param files the names of the files that were read, oldest first
 * @param records how many records they hold
 * @param first the number of the first record, or 0 when there is none
 * @param last the last record's number and hash
 * @param findings what isn't as it was written, at most a hundred
 * @param more how many findings there are beside these
 * @param torn a sentence about a last record that wasn't written to its end, or
 * {@code null}; the death of a process leaves one, so that it is no finding
 */
public record Verification(List<String> files, long records, long first, ChainLink last, List<Finding> findings,
		long more, @Nullable String torn) {

	public Verification {
		files = List.copyOf(files);
		findings = List.copyOf(findings);
	}

	/**
	 * Whether everything that was found is as it was written.
	 * @return whether there is no finding
	 */
	public boolean isIntact() {
		return this.findings.isEmpty();
	}

}
