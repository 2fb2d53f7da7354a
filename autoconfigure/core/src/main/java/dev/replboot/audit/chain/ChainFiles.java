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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The files of one chain: the one that is written to, those that were full, named by
 * their first record, the head, which says how far the chain goes, and the lock.
 *
 * @param current the file that is written to
 */
public record ChainFiles(Path current) {

	/**
	 * The file that says how far the chain goes.
	 * @return its path
	 */
	public Path head() {
		return sibling(".head");
	}

	Path lock() {
		return sibling(".lock");
	}

	Path full(long firstRecord) {
		return sibling(String.format(Locale.ROOT, ".%012d", firstRecord));
	}

	private Path sibling(String suffix) {
		return this.current.resolveSibling(this.current.getFileName() + suffix);
	}

	/**
	 * The files that hold records, oldest first.
	 * @return those that there are
	 * @throws IOException if the folder can't be read
	 */
	public List<Path> all() throws IOException {
		Path absolute = this.current.toAbsolutePath();
		Path folder = absolute.getParent();
		String name = String.valueOf(absolute.getFileName());
		List<Path> files = new ArrayList<>();
		if (folder != null && Files.isDirectory(folder)) {
			try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder, (path) -> {
				String other = String.valueOf(path.getFileName());
				return other.startsWith(name + ".") && other.substring(name.length() + 1).matches("[0-9]{12}");
			})) {
				StreamSupport.stream(siblings.spliterator(), false).sorted().forEach(files::add);
			}
		}
		if (Files.exists(absolute)) {
			files.add(absolute);
		}
		return files;
	}

	/**
	 * What files are created with: nobody but their owner may read them.
	 * @return the attributes that this file system knows
	 */
	FileAttribute<?>[] ownerOnly() {
		if (!this.current.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] { PosixFilePermissions
			.asFileAttribute(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)) };
	}

}
