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

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * File of lines of JSON with the images of all corrections, which outlives the process. A
 * correction's rows are durable in it before the correction is committed. Several
 * processes may use the same file.
 */
public final class Journal {

	private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	private static final int BUFFER = 1 << 16;

	private final Path file;

	private final long maxSize;

	/**
	 * Create the journal, whose file is made when it is needed.
	 * @param file the file
	 * @param maxSize the size that the file may reach, in bytes
	 */
	public Journal(Path file, long maxSize) {
		this.file = file.toAbsolutePath();
		this.maxSize = maxSize;
	}

	/**
	 * The file.
	 * @return the path
	 */
	public Path file() {
		return this.file;
	}

	/**
	 * Keep a correction that is about to be committed. It is durable when this returns.
	 * @param header the correction
	 * @param spool its rows
	 * @throws IOException if it can't be kept, and then nothing of it is kept
	 */
	public void prepare(FixHeader header, ImageSpool spool) throws IOException {
		Map<String, @Nullable Object> prepared = new LinkedHashMap<>();
		prepared.put("state", "prepared");
		prepared.put("rows", spool.rows());
		prepared.put("sha256", spool.sha256());
		prepared.put("bytes", spool.bytes());
		prepared.putAll(header.members());
		byte[] line = ImageLines.line(header.id(), prepared);
		append(spool, line);
	}

	/**
	 * Note what became of a correction.
	 * @param id the correction's id
	 * @param state {@code committed}, {@code failed}, {@code undone} or {@code redone}
	 * @param by the correction that undid it, or {@code null}
	 * @throws IOException if it can't be noted
	 */
	public void mark(String id, String state, @Nullable String by) throws IOException {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("state", state);
		if (by != null) {
			members.put("by", by);
		}
		append(null, ImageLines.line(id, members));
	}

	private void append(@Nullable ImageSpool spool, byte[] line) throws IOException {
		try (JournalLock lock = JournalLock.take(created(lockFile())); RandomAccessFile journal = open()) {
			long start = journal.length();
			long size = start + line.length + ((spool != null) ? spool.bytes() : 0);
			if (spool != null && size > this.maxSize) {
				throw new IOException("it would have " + size + " bytes, more than " + this.maxSize
						+ " (repl.kit.data.journal-max-size). Move the file away to begin a new one");
			}
			try {
				journal.seek(start);
				endLine(journal, start);
				if (spool != null) {
					copy(spool, journal);
				}
				journal.write(line);
				journal.getFD().sync();
			}
			catch (IOException ex) {
				takeBack(journal, start, ex);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new IOException("The journal " + this.file + " (repl.kit.data.journal) can't be written to: "
					+ ex.getMessage() + ".", ex);
		}
	}

	// what a process left that died while it wrote
	private static void endLine(RandomAccessFile journal, long size) throws IOException {
		if (size > 0) {
			journal.seek(size - 1);
			if (journal.read() != '\n') {
				journal.write('\n');
			}
		}
	}

	private static void copy(ImageSpool spool, RandomAccessFile journal) throws IOException {
		byte[] buffer = new byte[BUFFER];
		try (InputStream rows = spool.open()) {
			for (int read = rows.read(buffer); read >= 0; read = rows.read(buffer)) {
				journal.write(buffer, 0, read);
			}
		}
	}

	private static void takeBack(RandomAccessFile journal, long size, IOException cause) {
		try {
			journal.setLength(size);
		}
		catch (IOException ex) {
			// rows without the line that ends them count as nothing
			cause.addSuppressed(ex);
		}
	}

	private RandomAccessFile open() throws IOException {
		return new RandomAccessFile(created(this.file).toFile(), "rw");
	}

	private Path lockFile() {
		return this.file.resolveSibling(this.file.getFileName() + ".lock");
	}

	private static Path created(Path path) throws IOException {
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		if (Files.notExists(path)) {
			FileAttribute<?>[] attributes = posix
					? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER) } : new FileAttribute<?>[0];
			try {
				return Files.createFile(path, attributes);
			}
			catch (FileAlreadyExistsException ex) {
				// another process was quicker
			}
			catch (NoSuchFileException ex) {
				throw new IOException("the folder " + path.getParent() + " doesn't exist", ex);
			}
		}
		if (posix && Files.isRegularFile(path) && !OWNER.containsAll(Files.getPosixFilePermissions(path))) {
			throw new IOException("others may read or change " + path + "; run chmod 600 on it");
		}
		return path;
	}

	/**
	 * Find a correction.
	 * @param id the correction's id
	 * @return its image, or {@code null} if the journal doesn't have it
	 * @throws IOException if the journal can't be read
	 */
	public @Nullable FixImage find(String id) throws IOException {
		return Files.isRegularFile(this.file) ? new JournalSearch(this.file, id).find() : null;
	}

}
