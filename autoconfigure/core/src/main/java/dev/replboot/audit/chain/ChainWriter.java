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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Adds records to a chain. There is one writer at a time, held by a {@link ChainLock}.
 * Goes on where the {@link ChainEnd} is. Notices when what it writes to is no longer what
 * has the file's name.
 */
public final class ChainWriter implements AutoCloseable {

	private final ChainFiles files;

	private final long maxSize;

	private final FileChannel lock;

	private final HeadFile head;

	private final byte[] torn;

	private final boolean continued;

	private final OpenFile openHead;

	private OpenFile open;

	private FileChannel channel;

	private long size;

	private ChainLink last;

	private long firstRecord;

	private ChainWriter(ChainFiles files, long maxSize, FileChannel lock, HeadFile head, ChainLink known)
			throws IOException {
		this.files = files;
		this.maxSize = maxSize;
		this.lock = lock;
		this.head = head;
		ChainEnd end = ChainEnd.find(files, known);
		this.continued = end.continued();
		this.last = end.last();
		this.torn = end.torn();
		this.channel = openChannel();
		this.open = OpenFile.of(files.current());
		this.openHead = OpenFile.of(files.head());
		this.size = end.size();
		this.firstRecord = end.current() ? firstRecord() : this.last.record() + 1;
		if (this.channel.size() > this.size) {
			this.channel.truncate(this.size);
		}
	}

	/**
	 * Open a chain of which nothing is known, which begins if it isn't there.
	 * @param files its files
	 * @param maxSize the size from which a file counts as full, in bytes
	 * @return the writer
	 * @throws ChainDamagedException if the chain doesn't end where it was left
	 * @throws IOException if another process writes to it, or it can't be written to
	 */
	public static ChainWriter open(ChainFiles files, long maxSize) throws IOException {
		return open(files, maxSize, ChainLink.START);
	}

	/**
	 * Open a chain, which begins if it isn't there.
	 * @param files its files
	 * @param maxSize the size from which a file counts as full, in bytes
	 * @param known the last record that the caller has written to it, or
	 * {@link ChainLink#START}. If nothing is there any more, neither a record nor the
	 * head, somebody has put the files elsewhere, and the chain goes on after this record
	 * @return the writer
	 * @throws ChainDamagedException if the chain doesn't end where it was left
	 * @throws IOException if another process writes to it, or it can't be written to
	 */
	public static ChainWriter open(ChainFiles files, long maxSize, ChainLink known) throws IOException {
		Path folder = files.current().toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) {
			throw new IOException("the folder " + folder + " is not there");
		}
		if (Files.exists(files.current()) && !Files.isRegularFile(files.current())) {
			throw new IOException(files.current() + " is not a regular file");
		}
		FileChannel lock = ChainLock.take(files);
		HeadFile head = null;
		boolean opened = false;
		try {
			head = HeadFile.open(files);
			ChainWriter writer = new ChainWriter(files, maxSize, lock, head, known);
			opened = true;
			return writer;
		}
		finally {
			if (!opened) {
				if (head != null) {
					head.close();
				}
				lock.close();
			}
		}
	}

	private FileChannel openChannel() throws IOException {
		return FileChannel.open(this.files.current(), Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE),
				this.files.ownerOnly());
	}

	private long firstRecord() throws IOException {
		try (RecordReader records = RecordReader.of(this.files.current())) {
			RecordReader.Item first = records.next();
			return (first != null && first.record() != null) ? first.record().link().record() : this.last.record() + 1;
		}
	}

	/**
	 * What stood at the end and was no whole record; it has been taken away.
	 * @return its bytes, none when the chain ended as it should
	 */
	public byte[] torn() {
		return this.torn.clone();
	}

	/**
	 * Whether the files of the chain had been put elsewhere, so that it goes on in a new
	 * one.
	 * @return whether the next record is the first one of those that are there
	 */
	public boolean isContinued() {
		return this.continued;
	}

	/**
	 * Look whether what was opened is still what has the name, and as long as it was
	 * left.
	 * @return what has happened to which file, or {@code null} if all is as it was
	 */
	public @Nullable String changed() {
		String what = this.open.changed(this.size);
		if (what != null) {
			return this.files.current() + " " + what;
		}
		what = this.openHead.changed(-1);
		return (what != null) ? this.files.head() + " " + what : null;
	}

	/**
	 * Where the chain ends.
	 * @return the last record's number and hash
	 */
	public ChainLink last() {
		return this.last;
	}

	/**
	 * Add records, all or none of them.
	 * @param records the members of each
	 * @throws IOException if they can't be written
	 */
	public void append(List<Map<String, Object>> records) throws IOException {
		if (this.size >= this.maxSize) {
			rotate();
		}
		StringBuilder lines = new StringBuilder();
		ChainLink link = this.last;
		for (Map<String, Object> record : records) {
			ChainedRecord.Line line = ChainedRecord.write(link, record);
			lines.append(line.text()).append('\n');
			link = line.link();
		}
		byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
		try {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				this.channel.write(buffer);
			}
		}
		catch (IOException ex) {
			undo(ex);
			throw ex;
		}
		this.size += bytes.length;
		this.last = link;
	}

	private void undo(IOException cause) {
		try {
			this.channel.truncate(this.size);
		}
		catch (IOException ex) {
			// whoever opens the chain next takes the beginning of a record for torn
			cause.addSuppressed(ex);
		}
	}

	// the file's name is free for the next part as soon as the full one has its own
	private void rotate() throws IOException {
		this.channel.force(true);
		this.channel.close();
		Files.move(this.files.current(), this.files.full(this.firstRecord), StandardCopyOption.ATOMIC_MOVE);
		this.channel = openChannel();
		this.open = OpenFile.of(this.files.current());
		this.size = 0;
		this.firstRecord = this.last.record() + 1;
		saveHead();
	}

	/**
	 * Make durable what was added.
	 * @throws IOException if that fails
	 */
	public void force() throws IOException {
		this.channel.force(false);
	}

	/**
	 * Note down how far the chain goes.
	 * @throws IOException if that fails
	 */
	public void saveHead() throws IOException {
		this.head.write(this.last);
	}

	@Override
	public void close() throws IOException {
		try (FileChannel last = this.lock; HeadFile before = this.head; FileChannel first = this.channel) {
			first.force(true);
			before.write(this.last);
		}
	}

}
