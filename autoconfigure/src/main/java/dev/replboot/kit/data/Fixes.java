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

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.replboot.audit.AuditType;
import dev.replboot.kit.KitRecord;

/**
 * The corrections that were made. What was there before goes on record before anything is
 * committed, so that it can be put back.
 */
final class Fixes {

	private static final int REMEMBERED = 100;

	private final Map<String, Fix> fixes = new LinkedHashMap<>();

	private final KitRecord record;

	private final Clock clock;

	Fixes(KitRecord record, Clock clock) {
		this.record = record;
		this.clock = clock;
	}

	/**
	 * Put a correction on record that is about to be committed.
	 * @param reason why it is made
	 * @param db the data source
	 * @param changes what it changes
	 * @return the correction
	 * @throws RuntimeException if it can't be recorded
	 */
	Fix record(String reason, @Nullable String db, Changes changes) {
		String id = "fix-" + UUID.randomUUID().toString().substring(0, 8);
		Fix fix = new Fix(id, this.clock.instant(), reason, db, changes.rows());
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("fix", id);
		data.put("reason", reason);
		data.put("db", db);
		data.put("counts", changes.counts());
		data.put("rows", fix.rows().stream().map(Fixes::describe).toList());
		this.record.publish(AuditType.REPL_DATA_FIXED, data);
		synchronized (this.fixes) {
			this.fixes.put(id, fix);
			if (this.fixes.size() > REMEMBERED) {
				this.fixes.remove(this.fixes.keySet().iterator().next());
			}
		}
		return fix;
	}

	// whatever stores the record must be able to write the values
	private static Map<String, Object> describe(RowChange row) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("table", row.table());
		described.put("kind", row.kind());
		described.put("key", describe(row.key()));
		if (row.before() != null) {
			described.put("before", describe(row.before()));
		}
		if (row.after() != null) {
			described.put("after", describe(row.after()));
		}
		return described;
	}

	private static Map<String, @Nullable Object> describe(Map<String, @Nullable Object> values) {
		Map<String, @Nullable Object> described = new LinkedHashMap<>();
		values.forEach((name, value) -> described.put(name,
				(value == null || value instanceof Number || value instanceof Boolean) ? value
						: (value instanceof String text) ? text : SqlLiterals.text(value)));
		return described;
	}

	/**
	 * A correction that is on record already could not be committed, or something failed
	 * after that.
	 * @param fix the correction
	 * @param failure why
	 */
	void failed(Fix fix, Throwable failure) {
		this.record.publish(AuditType.REPL_DATA_FIX_FAILED, Map.of("fix", fix.id(), "error", String.valueOf(failure)));
	}

	/**
	 * Find a correction.
	 * @param id its id
	 * @return the correction
	 * @throws IllegalArgumentException if it isn't known
	 */
	Fix find(String id) {
		synchronized (this.fixes) {
			Fix fix = this.fixes.get(id);
			if (fix == null) {
				List<String> known = new ArrayList<>(this.fixes.keySet());
				throw new IllegalArgumentException("There is no correction " + id + " since the application started"
						+ " (or there were more than " + REMEMBERED + " after it). "
						+ (known.isEmpty() ? "There were none." : "The last were: " + String.join(", ", known) + ".")
						+ " The audit event REPL_DATA_FIXED has the rows as well.");
			}
			return fix;
		}
	}

}
