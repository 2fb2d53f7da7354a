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

package dev.replboot.audit.review;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.audit.chain.ChainFiles;
import dev.replboot.audit.chain.ChainVerifier;
import dev.replboot.audit.chain.ChainedRecord;
import dev.replboot.audit.chain.RecordReader;
import dev.replboot.audit.chain.Verification;

/**
 * The record in files, to be read. Whoever writes to it meanwhile isn't disturbed.
 */
public final class AuditLogFiles {

	private final ChainFiles files;

	/**
	 * Create the view of a record.
	 * @param file the file that it is written to
	 */
	public AuditLogFiles(Path file) {
		this.files = new ChainFiles(file);
	}

	/**
	 * Find records. Reads all of them, so it takes seconds where there are millions.
	 * @param query which
	 * @return those that match and can be read
	 * @throws IOException if the files can't be read
	 */
	public AuditPage find(AuditQuery query) throws IOException {
		Deque<Map<String, Object>> found = new ArrayDeque<>();
		boolean more = false;
		for (Path file : this.files.all()) {
			try (RecordReader reader = RecordReader.of(file)) {
				RecordReader.Item item = reader.next();
				while (item != null && !more) {
					Map<String, Object> entries = match(query, item.record());
					if (entries != null) {
						more = query.after() != null && found.size() == query.limit();
						if (!more) {
							found.add(entries);
						}
						if (found.size() > query.limit()) {
							found.remove();
						}
					}
					item = reader.next();
				}
			}
		}
		List<Map<String, Object>> records = new ArrayList<>(found);
		Object last = records.isEmpty() ? null : records.get(records.size() - 1).get("record");
		return new AuditPage(records, (more && last instanceof Number number) ? (Long) number.longValue() : null);
	}

	private static @Nullable Map<String, Object> match(AuditQuery query, @Nullable ChainedRecord record) {
		if (record == null || !query.mayMatch(record.link().record(), record.line())) {
			return null;
		}
		try {
			Map<String, Object> entries = record.entries();
			if (!record.intact()) {
				entries.put("edited", true);
			}
			return query.matches(entries) ? entries : null;
		}
		catch (IllegalArgumentException ex) {
			// somebody edited it so that it isn't JSON; verifying names it
			return null;
		}
	}

	/**
	 * Verify the record.
	 * @return what was found
	 * @throws IOException if the files can't be read
	 */
	public Verification verify() throws IOException {
		return ChainVerifier.verify(this.files, List.of());
	}

}
