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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * A file that is open, by what tells it from another one that has taken its name.
 *
 * @param path the name that it was opened by
 * @param key the file system's key of it, or {@code null} where it has none
 */
record OpenFile(Path path, @Nullable Object key) {

	static OpenFile of(Path path) throws IOException {
		return new OpenFile(path, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
	}

	/**
	 * Compare what is there under the name with what was opened.
	 * @param size the size that it has to have, in bytes, or -1 for any
	 * @return what has happened to it, or {@code null} if it is the same
	 */
	@Nullable String changed(long size) {
		BasicFileAttributes now;
		try {
			now = Files.readAttributes(this.path, BasicFileAttributes.class);
		}
		catch (NoSuchFileException ex) {
			return "was moved or deleted";
		}
		catch (IOException ex) {
			return "can't be looked at any more (" + ex + ")";
		}
		if (!now.isRegularFile() || (this.key != null && !this.key.equals(now.fileKey()))) {
			return "was moved or deleted, and another file has its name";
		}
		if (size >= 0 && now.size() < size) {
			return "was cut to " + now.size() + " of " + size + " bytes";
		}
		if (size >= 0 && now.size() > size) {
			return "was written to by somebody else: it has " + now.size() + " bytes instead of " + size;
		}
		return null;
	}

}
