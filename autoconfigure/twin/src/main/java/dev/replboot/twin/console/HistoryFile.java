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

package dev.replboot.twin.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The file in the user's own folder that keeps what was typed, readable by nobody else.
 */
final class HistoryFile {

	private static final String NAME = ".repl_twin_history";

	private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

	private HistoryFile() {
	}

	/**
	 * Make sure that there is one.
	 * @param home the user's folder
	 * @return the file
	 * @throws IOException if there can't be one, or it is somebody else's
	 */
	static Path prepare(Path home) throws IOException {
		if (!home.isAbsolute() || !Files.isDirectory(home)) {
			throw new IOException("user " + System.getProperty("user.name") + " has no home folder");
		}
		Path file = home.resolve(NAME);
		try {
			return Files.createFile(file, PosixFilePermissions.asFileAttribute(OWN));
		}
		catch (FileAlreadyExistsException ex) {
			return secured(file);
		}
		catch (UnsupportedOperationException ex) {
			throw new IOException("files of " + home + " can't be kept from other users", ex);
		}
	}

	private static Path secured(Path file) throws IOException {
		PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		UserPrincipal user = file.getFileSystem()
			.getUserPrincipalLookupService()
			.lookupPrincipalByName(System.getProperty("user.name"));
		if (!attributes.isRegularFile() || !attributes.owner().equals(user)) {
			throw new IOException(file + " isn't a regular file of yours");
		}
		if (!OWN.containsAll(attributes.permissions())) {
			Files.setPosixFilePermissions(file, OWN);
		}
		mend(file);
		return file;
	}

	// a line that was cut off in the middle of a character can't be read
	private static void mend(Path file) throws IOException {
		try (Stream<String> lines = Files.lines(file)) {
			lines.forEach((line) -> {
			});
		}
		catch (UncheckedIOException ex) {
			if (!(ex.getCause() instanceof CharacterCodingException)) {
				throw ex.getCause();
			}
			Files.writeString(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
		}
	}

}
