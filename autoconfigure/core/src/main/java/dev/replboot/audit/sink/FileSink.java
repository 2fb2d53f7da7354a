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

package dev.replboot.audit.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.AuditType;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.audit.chain.ChainFiles;
import dev.replboot.audit.chain.ChainLink;
import dev.replboot.audit.chain.ChainWriter;

/**
 * Writes events to a file of lines of JSON that are chained by hash. Looks before and
 * after each write whether the file still is where it was and as it was left: what was
 * moved, deleted, emptied or replaced holds no record that anybody finds.
 */
public final class FileSink implements AuditSink {

	/**
	 * The sink's name.
	 */
	public static final String NAME = "file";

	private static final Log logger = LogFactory.getLog(FileSink.class);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final int MAX_TORN = 4096;

	private final ChainFiles files;

	private final Fsync fsync;

	private final long maxSize;

	private @Nullable ChainWriter writer;

	// outlives the writer, so that nothing is taken away while the REPL is closed either
	private ChainLink last = ChainLink.START;

	/**
	 * Create the sink.
	 * @param file where to write
	 * @param fsync when what was written is made durable
	 * @param maxSize the size from which another file is begun, in bytes
	 */
	public FileSink(Path file, Fsync fsync, long maxSize) {
		this.files = new ChainFiles(file);
		this.fsync = fsync;
		this.maxSize = maxSize;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void write(List<ReplAuditEvent> events) throws IOException {
		ChainWriter open = writer();
		List<Map<String, Object>> records = new ArrayList<>();
		events.forEach((event) -> records.add(event.entries()));
		open.append(records);
		if (this.fsync == Fsync.RECORD) {
			open.force();
		}
		if (this.fsync != Fsync.SECOND) {
			open.saveHead();
		}
		// what has just been written must be where it is looked for
		String changed = open.changed();
		if (changed != null) {
			throw new IOException(changed + " while it was written to");
		}
	}

	private ChainWriter writer() throws IOException {
		ChainWriter open = this.writer;
		String changed = (open != null) ? open.changed() : null;
		if (open != null && changed == null) {
			return open;
		}
		if (open != null) {
			logger.warn(changed + " while the audit log was written to it, after " + open.last());
			close();
		}
		open = ChainWriter.open(this.files, this.maxSize, this.last);
		this.writer = open;
		logger.info("The audit log continues in " + this.files.current() + " after " + open.last());
		if (open.torn().length > 0) {
			open.append(List.of(mended(open)));
		}
		if (open.isContinued()) {
			open.append(List.of(continued(open.last(), changed)));
		}
		else if (changed != null) {
			open.append(List.of(changed(changed)));
		}
		return open;
	}

	private static Map<String, Object> own(AuditType type) {
		Map<String, Object> record = new LinkedHashMap<>();
		record.put("at", OffsetDateTime.now().toString());
		record.put("type", type.name());
		record.put("principal", NAME);
		return record;
	}

	// so that nobody takes what is there for all that there was
	private Map<String, Object> continued(ChainLink last, @Nullable String changed) {
		Map<String, Object> record = own(AuditType.REPL_RECORD_CONTINUED);
		record.put("after", last.toString());
		record.put("what", (changed != null) ? changed : this.files.current() + " was moved or deleted");
		return record;
	}

	private static Map<String, Object> changed(String what) {
		Map<String, Object> record = own(AuditType.REPL_RECORD_MENDED);
		record.put("what", what);
		return record;
	}

	// the last words of a process that died, if that is what it was
	private static Map<String, Object> mended(ChainWriter writer) {
		Map<String, Object> record = own(AuditType.REPL_RECORD_MENDED);
		byte[] torn = writer.torn();
		record.put("tornBytes", torn.length);
		record.put("torn", new String(torn, 0, Math.min(MAX_TORN, torn.length), StandardCharsets.UTF_8));
		return record;
	}

	@Override
	public @Nullable Duration flushAfter() {
		return (this.fsync == Fsync.SECOND) ? SECOND : null;
	}

	@Override
	public void flush() throws IOException {
		ChainWriter open = this.writer;
		if (open != null) {
			open.force();
			open.saveHead();
		}
	}

	@Override
	public void close() throws IOException {
		ChainWriter open = this.writer;
		this.writer = null;
		if (open != null) {
			this.last = open.last();
			// logs outlive an edit of the file, if they are kept elsewhere
			logger.info("The audit log in " + this.files.current() + " ends with " + open.last());
			open.close();
		}
	}

	/**
	 * When what was written to a file is made durable.
	 */
	public enum Fsync {

		/**
		 * When the operating system gets around to it. Outlives the process, not the
		 * host.
		 */
		NEVER,

		/**
		 * Within a second.
		 */
		SECOND,

		/**
		 * Before anything that has to be on record goes on.
		 */
		RECORD

	}

}
