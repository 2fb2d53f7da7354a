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

package dev.replboot.kit.data.undo;

import java.util.List;

/**
 * Rows aren't as the correction left them, so that undoing it would overwrite what
 * somebody else has done.
 */
public final class ChangedSinceException extends RuntimeException {

	private static final int NAMED = 10;

	private final transient List<String> rows;

	ChangedSinceException(String id, List<String> rows, String hint) {
		super("Nothing was written. " + ((rows.size() == 1) ? "A row isn't" : rows.size() + " rows aren't") + " as "
				+ id + " left " + ((rows.size() == 1) ? "it" : "them") + ": "
				+ String.join("; ", rows.subList(0, Math.min(NAMED, rows.size())))
				+ ((rows.size() > NAMED) ? "; …" : "") + ". " + hint);
		this.rows = List.copyOf(rows);
	}

	/**
	 * The rows.
	 * @return a sentence about each
	 */
	public List<String> getRows() {
		return this.rows;
	}

}
