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

package dev.replboot.twin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A token in a file that only its owner can read: whatever standard error goes to may be
 * read by others, and kept for long.
 */
final class TokenFile {

	private TokenFile() {
	}

	/**
	 * Write a token. The file goes with the process; if that is killed, the token is
	 * worth nothing any more.
	 * @param token the token
	 * @return the file
	 */
	static Path write(String token) {
		try {
			// for its owner alone wherever the system knows owners
			Path file = Files.createTempFile("repl-twin-", ".token");
			file.toFile().deleteOnExit();
			return Files.writeString(file, token + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The token could not be written to a file. Set java.io.tmpdir to a folder"
					+ " that can be written to.", ex);
		}
	}

}
