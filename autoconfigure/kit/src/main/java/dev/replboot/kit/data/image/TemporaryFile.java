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

package dev.replboot.kit.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Temporary file that nobody but its owner can read. It is deleted at the end, on most
 * systems already when it is made, so that nothing stays however the process ends. All
 * such files together take at most half of the room that there would be without them.
 */
public final class TemporaryFile implements AutoCloseable {

	private static final int SHARE = 2;

	// by all files
	private static final AtomicLong TAKEN = new AtomicLong();

	private final Path folder;

	private final long share;

	// which isn't closed when its thread is interrupted, as a channel would be
	private @Nullable RandomAccessFile file;

	// where an open file can't be deleted
	private @Nullable Path left;

	private @Nullable FileStore store;

	// the largest that the file has been
	private long size;

	/**
	 * Create it, without a file yet.
	 */
	public TemporaryFile() {
		this(Path.of(System.getProperty("java.io.tmpdir")), SHARE);
	}

	/**
	 * Create it, without a file yet.
	 * @param folder where the file is, if one is needed
	 * @param share the part of the room there that files may take: one of so many
	 */
	public TemporaryFile(Path folder, long share) {
		this.folder = folder;
		this.share = share;
	}

	/**
	 * Whether there is a file.
	 * @return {@code false} until something is written
	 */
	public synchronized boolean isThere() {
		return this.file != null;
	}

	/**
	 * Write to the file.
	 * @param bytes what to write
	 * @param offset where that begins
	 * @param length how long it is
	 * @param position where to write it
	 * @throws IOException if there isn't enough room, or it can't be written
	 */
	public synchronized void write(byte[] bytes, int offset, int length, long position) throws IOException {
		take(position + length);
		RandomAccessFile opened = this.file;
		if (opened == null) {
			opened = open();
			this.file = opened;
		}
		opened.seek(position);
		opened.write(bytes, offset, length);
	}

	private void take(long end) throws IOException {
		long more = end - this.size;
		if (more <= 0) {
			return;
		}
		FileStore room = this.store;
		if (room == null) {
			room = Files.getFileStore(this.folder);
			this.store = room;
		}
		// the files of others may have grown since the last time
		long taken = TAKEN.addAndGet(more);
		this.size = end;
		if (taken > (room.getUsableSpace() + taken - more) / this.share) {
			throw new IOException(
					"Rows are in the folder for temporary files (java.io.tmpdir). They take more than half of"
							+ " its room. Change fewer rows at a time, or make room");
		}
	}

	private RandomAccessFile open() throws IOException {
		Path created = Files.createTempFile(this.folder, "repl-rows", ".tmp");
		this.left = created;
		RandomAccessFile opened;
		try {
			opened = new RandomAccessFile(created.toFile(), "rw");
		}
		catch (IOException | RuntimeException ex) {
			delete();
			throw ex;
		}
		try {
			delete();
		}
		catch (IOException ex) {
			// Windows keeps it until it is closed
			created.toFile().deleteOnExit();
		}
		return opened;
	}

	private void delete() throws IOException {
		Path path = this.left;
		if (path != null) {
			Files.deleteIfExists(path);
			this.left = null;
		}
	}

	/**
	 * Read from the file.
	 * @param bytes receives what is read
	 * @param offset where to put it
	 * @param length how much to read at most
	 * @param position where to begin
	 * @return how many bytes were read, -1 at the end
	 * @throws IOException if it can't be read
	 */
	public synchronized int read(byte[] bytes, int offset, int length, long position) throws IOException {
		RandomAccessFile opened = this.file;
		if (opened == null) {
			throw new IOException("The temporary file of rows is closed");
		}
		opened.seek(position);
		return opened.read(bytes, offset, length);
	}

	/**
	 * Read the whole file.
	 * @return its bytes, as long as it isn't closed
	 */
	public InputStream input() {
		return new Input(this);
	}

	@Override
	public synchronized void close() throws IOException {
		TAKEN.addAndGet(-this.size);
		this.size = 0;
		RandomAccessFile opened = this.file;
		this.file = null;
		if (opened != null) {
			opened.close();
		}
		delete();
	}

	/**
	 * Bytes of the file.
	 */
	private static final class Input extends InputStream {

		private final TemporaryFile file;

		private long position;

		private Input(TemporaryFile file) {
			this.file = file;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) == 1) ? one[0] & 0xff : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			if (length == 0) {
				return 0;
			}
			int read = this.file.read(bytes, offset, length, this.position);
			this.position += Math.max(read, 0);
			return read;
		}

	}

}
