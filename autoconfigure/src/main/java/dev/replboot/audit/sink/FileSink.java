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
import dev.replboot.audit.chain.ChainWriter;

/**
 * Writes events to a file of lines of JSON that are chained by hash.
 *
 * @since 0.1.0
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
		ChainWriter open = this.writer;
		if (open == null) {
			open = ChainWriter.open(this.files, this.maxSize);
			this.writer = open;
			logger.info("The REPL's record goes on in " + this.files.current() + " after " + open.last());
			if (open.torn().length > 0) {
				open.append(List.of(mended(open)));
			}
		}
		List<Map<String, Object>> records = new ArrayList<>();
		events.forEach((event) -> records.add(event.entries()));
		open.append(records);
		if (this.fsync == Fsync.RECORD) {
			open.force();
		}
		if (this.fsync != Fsync.SECOND) {
			open.saveHead();
		}
	}

	// the last words of a process that died, if that is what it was
	private static Map<String, Object> mended(ChainWriter writer) {
		Map<String, Object> record = new LinkedHashMap<>();
		byte[] torn = writer.torn();
		record.put("at", OffsetDateTime.now().toString());
		record.put("type", AuditType.REPL_RECORD_MENDED.name());
		record.put("principal", "file");
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
			// logs outlive an edit of the file, if they are kept elsewhere
			logger.info("The REPL's record in " + this.files.current() + " ends with " + open.last());
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
