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

package dev.replboot.autoconfigure;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.replboot.audit.sink.FileSink;
import dev.replboot.kit.data.undo.Journal;

/**
 * Configuration of how corrections of data are kept and undone.
 */
@ConfigurationProperties("repl.kit.data")
public class DataProperties {

	/**
	 * File that keeps the previous rows of all corrections, so that undo! works after a
	 * restart and in other instances. By default, if the sink file is required, a file
	 * beside that of the audit log.
	 */
	private @Nullable Path journal;

	/**
	 * Maximum size of the journal. Beyond it, corrections are refused until the file is
	 * moved away.
	 */
	private DataSize journalMaxSize = DataSize.ofGigabytes(1);

	/**
	 * Maximum number of rows that one undo! can restore.
	 */
	private int undoRows = 100_000;

	public @Nullable Path getJournal() {
		return this.journal;
	}

	public void setJournal(@Nullable Path journal) {
		this.journal = journal;
	}

	public DataSize getJournalMaxSize() {
		return this.journalMaxSize;
	}

	public void setJournalMaxSize(DataSize journalMaxSize) {
		this.journalMaxSize = journalMaxSize;
	}

	public int getUndoRows() {
		return this.undoRows;
	}

	public void setUndoRows(int undoRows) {
		this.undoRows = undoRows;
	}

	@Nullable Journal open(AuditProperties audit) {
		Path file = this.journal;
		if (file == null && audit.getFile() != null && audit.getRequired().contains(FileSink.NAME)) {
			file = audit.getFile().resolveSibling(audit.getFile().getFileName() + ".fixes");
		}
		return (file != null) ? new Journal(file, this.journalMaxSize.toBytes()) : null;
	}

}
