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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * The folder of reviewed scripts. Gives out nothing that isn't inside it, also not by way
 * of a symbolic link.
 */
@Internal
public final class ScriptFolder {

	private static final long MAX_BYTES = 4 * 1024 * 1024;

	private final @Nullable Path folder;

	/**
	 * Create the folder.
	 * @param folder where it is, or {@code null} if there is none
	 */
	public ScriptFolder(@Nullable Path folder) {
		this.folder = folder;
	}

	/**
	 * Read a script.
	 * @param name its path inside the folder
	 * @return the script
	 * @throws IllegalArgumentException if it isn't inside the folder, isn't a file or is
	 * too large
	 * @throws IOException if it can't be read
	 */
	public Script read(String name) throws IOException {
		if (this.folder == null) {
			throw new IllegalArgumentException(
					"There is no folder of scripts. Set repl.scripts to one that holds reviewed scripts alone.");
		}
		if (!Files.isDirectory(this.folder)) {
			throw new IllegalArgumentException("The folder " + this.folder + " (repl.scripts) is not there.");
		}
		Path file = resolve(this.folder.toRealPath(), name);
		if (Files.size(file) > MAX_BYTES) {
			throw new IllegalArgumentException(
					"The script " + name + " has more than " + MAX_BYTES + " bytes. Split it up.");
		}
		byte[] bytes = Files.readAllBytes(file);
		return new Script(name, file.toString(), new String(bytes, StandardCharsets.UTF_8), sha256(bytes));
	}

	boolean holds(Path real) throws IOException {
		return this.folder != null && Files.isDirectory(this.folder) && real.startsWith(this.folder.toRealPath());
	}

	private static Path resolve(Path folder, String name) throws IOException {
		try {
			Path wanted = folder.resolve(name).normalize();
			if (!wanted.startsWith(folder)) {
				throw outside(name);
			}
			if (!Files.isRegularFile(wanted)) {
				throw new IllegalArgumentException("There is no script " + name + " in " + folder + " (repl.scripts).");
			}
			Path real = wanted.toRealPath();
			if (!real.startsWith(folder) || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
				throw outside(name);
			}
			return real;
		}
		catch (InvalidPathException ex) {
			throw outside(name);
		}
	}

	private static IllegalArgumentException outside(String name) {
		return new IllegalArgumentException("The script " + name
				+ " is not inside the folder of repl.scripts. Only what is reviewed can be loaded.");
	}

	static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * A script, as it was read once: what is hashed is what is evaluated.
	 *
	 * @param name its path inside the folder
	 * @param path its path on the host
	 * @param text its text
	 * @param sha256 the SHA-256 of the file, in hexadecimal
	 */
	public record Script(String name, String path, String text, String sha256) {

	}

}
