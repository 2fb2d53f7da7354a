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

package dev.replboot.kit.patch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleText;

/**
 * Remembers from one run to the next which patches were kept, so that nobody is surprised
 * that they are gone. Holds their names alone.
 */
final class PatchJournal {

	private static final Log logger = LogFactory.getLog(PatchJournal.class);

	private final @Nullable Path file;

	/**
	 * Create it.
	 * @param file where to remember, or {@code null} for nowhere
	 */
	PatchJournal(@Nullable Path file) {
		this.file = file;
	}

	/**
	 * Remember what is kept now.
	 * @param all the patches in force
	 */
	void write(Collection<Patch> all) {
		if (this.file == null) {
			return;
		}
		List<String> patches = all.stream().filter(Patch::isKept).map(PatchJournal::line).toList();
		try {
			if (patches.isEmpty()) {
				Files.deleteIfExists(this.file);
			}
			else {
				Files.writeString(this.file, String.join("\n", patches) + "\n", StandardCharsets.UTF_8);
			}
		}
		catch (IOException ex) {
			logger.warn("Which patches are kept could not be written to " + this.file
					+ " (repl.patch.journal), so the next start won't name them", ex);
		}
	}

	private static String line(Patch patch) {
		return patch.what() + ", by " + patch.author.name() + " since " + patch.since
				+ ((patch.reason != null) ? " (" + patch.reason.replaceAll("\\s+", " ") + ")" : "");
	}

	/**
	 * Name what the last run kept, and forget it.
	 */
	void warn() {
		if (this.file == null || !Files.exists(this.file)) {
			return;
		}
		try {
			List<String> lines = Files.readAllLines(this.file, StandardCharsets.UTF_8);
			logger.warn("The last run of this application ended with patches that are not in its jar and are gone now: "
					+ VisibleText.line(String.join("; ", lines)));
			Files.delete(this.file);
		}
		catch (IOException ex) {
			logger.warn("Which patches the last run kept could not be read from " + this.file + " (repl.patch.journal)",
					ex);
		}
	}

}
