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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.audit.AuditType;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.data.undo.FixHeader;
import dev.replboot.kit.data.undo.FixImage;
import dev.replboot.kit.data.undo.ImageSpool;
import dev.replboot.kit.data.undo.Journal;

/**
 * The corrections that were made. The rows as they were before are in the journal and the
 * event is on the audit log before anything is committed, so that it can be put back.
 */
final class FixLog {

	private static final int REMEMBERED = 100;

	private static final int DESCRIBED = 200;

	private static final int NAMED = 5;

	private final Map<String, Kept> fixes = new LinkedHashMap<>();

	private final KitAudit record;

	private final @Nullable Journal journal;

	FixLog(KitAudit record, @Nullable Journal journal) {
		this.record = record;
		this.journal = journal;
	}

	/**
	 * Keep a correction that is about to be committed.
	 * @param header the correction
	 * @param changes what it changes, for people
	 * @param spool all rows that it changes
	 * @throws RuntimeException if it can't be kept; it must not be committed then
	 */
	void prepare(FixHeader header, Changes changes, ImageSpool spool) {
		try {
			if (this.journal != null) {
				this.journal.prepare(header, spool);
			}
			this.record.publish(AuditType.REPL_DATA_FIXED, event(header, changes, spool));
		}
		catch (IOException ex) {
			throw failure("Nothing was committed. " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			mark(header.id(), "failed", null);
			throw ex;
		}
		keep(header.id(), new Kept(FixImage.of(header, spool, FixImage.State.PREPARED), spool));
	}

	private Map<String, @Nullable Object> event(FixHeader header, Changes changes, ImageSpool spool)
			throws IOException {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("fix", header.id());
		data.put("undoes", header.undoes());
		data.put("reason", header.reason());
		data.put("db", header.db());
		data.put("counts", changes.counts());
		data.put("sha256", spool.sha256());
		data.put("journal", (this.journal != null) ? this.journal.file().toString() : null);
		data.put("rows", changes.rows().stream().limit(DESCRIBED).map(FixLog::describe).toList());
		return data;
	}

	private void keep(String id, Kept kept) {
		synchronized (this.fixes) {
			this.fixes.put(id, kept);
			if (this.fixes.size() > REMEMBERED) {
				Kept oldest = this.fixes.remove(this.fixes.keySet().iterator().next());
				if (oldest != null) {
					oldest.forget();
				}
			}
		}
	}

	/**
	 * A correction is committed.
	 * @param header the correction
	 * @return a sentence about where it can be undone, or {@code null} if it can be
	 * everywhere
	 */
	@Nullable String committed(FixHeader header) {
		synchronized (this.fixes) {
			this.fixes.computeIfPresent(header.id(),
					(id, kept) -> new Kept(FixImage.of(header, kept.spool(), FixImage.State.COMMITTED), kept.spool()));
		}
		String failure = mark(header.id(), "committed", null);
		String undone = header.undoes();
		if (undone != null) {
			undone(undone, header.id());
			String redone = find(undone).header().undoes();
			if (redone != null) {
				undone(redone, null);
			}
		}
		if (this.journal == null) {
			return "undo! works only in this process, because no file keeps the previous rows (repl.kit.data.journal).";
		}
		return failure;
	}

	private void undone(String id, @Nullable String by) {
		synchronized (this.fixes) {
			this.fixes.computeIfPresent(id, (key, kept) -> new Kept(kept.image().undoneBy(by), kept.spool()));
		}
		mark(id, (by != null) ? "undone" : "redone", by);
	}

	// what is prepared and not marked is found out when it is undone
	private @Nullable String mark(String id, String state, @Nullable String by) {
		if (this.journal != null) {
			try {
				this.journal.mark(id, state, by);
			}
			catch (IOException ex) {
				return "The journal has the rows, but not that they are " + state + ": " + ex.getMessage();
			}
		}
		return null;
	}

	// whatever stores the event must be able to write the values
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
	 * A correction that is announced already could not be committed, or something failed
	 * after that. Which of both it was, the database knows.
	 * @param id the correction's id
	 * @param failure why
	 */
	void failed(String id, Throwable failure) {
		this.record.publish(AuditType.REPL_DATA_FIX_FAILED, Map.of("fix", id, "error", String.valueOf(failure)));
	}

	/**
	 * Find a correction.
	 * @param id its id
	 * @return the correction
	 * @throws IllegalArgumentException if it isn't known
	 */
	FixImage find(String id) {
		// others may have noted something about it
		FixImage image = inJournal(id);
		List<String> known;
		synchronized (this.fixes) {
			Kept kept = this.fixes.get(id);
			if (kept != null) {
				return (image != null) ? image : kept.image();
			}
			List<String> all = new ArrayList<>(this.fixes.keySet());
			known = all.subList(Math.max(0, all.size() - NAMED), all.size());
		}
		if (image != null) {
			return image;
		}
		throw new IllegalArgumentException("There is no correction " + id
				+ ((this.journal != null) ? " in " + this.journal.file() : " since the application started") + ". "
				+ (known.isEmpty() ? "There were none since the application started."
						: "The last were: " + String.join(", ", known) + ".")
				+ ((this.journal != null) ? "" : " Set repl.kit.data.journal to a file that keeps them."));
	}

	/**
	 * Find out what became of corrections that undo another, and that a process didn't
	 * live to note, and note it.
	 * @param image the other
	 * @param connection a connection to its database
	 * @return the other, with what is known now
	 * @throws SQLException if the database can't be asked
	 */
	FixImage settle(FixImage image, Connection connection) throws SQLException {
		FixImage settled = image.ask(connection,
				// what can't be noted is found out again next time
				(id, state) -> mark(id, state.name().toLowerCase(Locale.ROOT), null));
		if (settled.undoneBy() != null && !settled.undoneBy().equals(image.undoneBy())) {
			mark(image.header().id(), "undone", settled.undoneBy());
		}
		return settled;
	}

	private @Nullable FixImage inJournal(String id) {
		try {
			return (this.journal != null) ? this.journal.find(id) : null;
		}
		catch (IOException ex) {
			throw failure("The journal can't be read (repl.kit.data.journal): " + ex.getMessage(), ex);
		}
	}

	// a REPL shows the first cause, which alone says too little
	private static IllegalStateException failure(String message, IOException reason) {
		IllegalStateException failure = new IllegalStateException(message);
		failure.addSuppressed(reason);
		return failure;
	}

	/**
	 * Correction of this process.
	 *
	 * @param image the correction
	 * @param spool its rows
	 */
	private record Kept(FixImage image, ImageSpool spool) {

		void forget() {
			try {
				this.spool.close();
			}
			catch (IOException ex) {
				// its file is deleted when the process ends
			}
		}

	}

}
