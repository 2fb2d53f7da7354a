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

package dev.replboot.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes scripts that nobody has reviewed yet: new files, for their owner alone, and
 * never among those that are reviewed.
 */
final class ScriptDraft {

	private static final String SUFFIX = ".clj";

	private final Path file;

	private final String text;

	private ScriptDraft(Path file, String text) {
		this.file = file;
		this.text = text;
	}

	/**
	 * Check that a draft may be written.
	 * @param reviewed where it must not be
	 * @param name its path; relative to the working folder
	 * @param text its text
	 * @return the draft
	 * @throws IllegalArgumentException if it may not be written there
	 * @throws IOException if the folder can't be looked at
	 */
	static ScriptDraft of(ScriptFolder reviewed, String name, String text) throws IOException {
		return new ScriptDraft(file(reviewed, name), text);
	}

	/**
	 * What will be written.
	 * @return the script
	 */
	ScriptFolder.Script script() {
		return new ScriptFolder.Script(this.file.getFileName().toString(), this.file.toString(), this.text,
				ScriptFolder.sha256(bytes()));
	}

	private byte[] bytes() {
		return this.text.getBytes(StandardCharsets.UTF_8);
	}

	void write() throws IOException {
		try (SeekableByteChannel channel = Files.newByteChannel(this.file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersAlone(this.file))) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes());
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
		}
		catch (FileAlreadyExistsException ex) {
			throw exists(this.file);
		}
	}

	private static IllegalArgumentException exists(Path file) {
		return new IllegalArgumentException("There is a file " + file + " already. Give the script another name.");
	}

	private static Path file(ScriptFolder reviewed, String name) throws IOException {
		Path wanted = path(name).toAbsolutePath().normalize();
		Path folder = wanted.getParent();
		if (folder == null || !wanted.getFileName().toString().endsWith(SUFFIX)) {
			throw new IllegalArgumentException("A script's name ends with " + SUFFIX + ": fix-123.clj, not " + name);
		}
		if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
			throw new IllegalArgumentException("Nothing can be written into " + folder
					+ ". Give a path in a folder that is yours, such as /tmp/" + wanted.getFileName());
		}
		Path real = folder.toRealPath();
		if (reviewed.holds(real)) {
			throw new IllegalArgumentException("The folder " + real
					+ " (repl.scripts) is for reviewed scripts only. Save the script elsewhere and have it reviewed.");
		}
		Path file = real.resolve(wanted.getFileName());
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			throw exists(file);
		}
		return file;
	}

	private static Path path(String name) {
		try {
			return Path.of(name);
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(name + " is not a path. Give the script a name such as fix-123.clj.");
		}
	}

	private static FileAttribute<?>[] ownersAlone(Path file) {
		if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };
	}

}
