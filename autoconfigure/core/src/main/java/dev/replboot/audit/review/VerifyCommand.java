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

package dev.replboot.audit.review;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.audit.chain.ChainFiles;
import dev.replboot.audit.chain.ChainLink;
import dev.replboot.audit.chain.ChainVerifier;
import dev.replboot.audit.chain.Verification;

/**
 * Verifies a record from the command line, without starting the application.
 */
public final class VerifyCommand {

	/**
	 * The option that asks for it.
	 */
	public static final String OPTION = "--repl.audit.verify";

	/**
	 * The option that gives a link that the record is known to have had.
	 */
	public static final String ANCHOR = "--repl.audit.anchor";

	private static final int INTACT = 0;

	private static final int DAMAGED = 1;

	private static final int UNREADABLE = 2;

	private VerifyCommand() {
	}

	/**
	 * Whether a command line asks for it.
	 * @param arguments the application's arguments
	 * @return whether the option is there
	 */
	public static boolean isAsked(String... arguments) {
		for (String argument : arguments) {
			if (argument.equals(OPTION) || argument.startsWith(OPTION + "=")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Verify.
	 * @param out where the report goes
	 * @param arguments the application's arguments
	 * @return the exit status: 0 when the record is as it was written, 1 when it isn't, 2
	 * when that couldn't be found out
	 */
	public static int run(PrintStream out, String... arguments) {
		try {
			List<ChainLink> anchors = new ArrayList<>();
			List<String> files = new ArrayList<>();
			for (String argument : arguments) {
				if (argument.equals(ANCHOR) || argument.startsWith(ANCHOR + "=")) {
					anchors.add(anchor(argument));
				}
				String given = value(argument, OPTION);
				if (given != null) {
					files.add(given);
				}
			}
			String file = files.isEmpty() ? "" : files.get(0);
			if (file.isBlank()) {
				out.println("Which record? Give its file: " + OPTION + "=FILE");
				return UNREADABLE;
			}
			if (files.size() > 1) {
				out.println("Which record? " + OPTION + " was given " + files.size() + " times. Verify one at a time.");
				return UNREADABLE;
			}
			return report(out, ChainVerifier.verify(new ChainFiles(Path.of(file)), anchors), anchors);
		}
		catch (IOException | IllegalArgumentException ex) {
			String why = (ex instanceof InvalidPathException) ? "not a path: " + ex.getMessage() : ex.getMessage();
			out.println("The audit log could not be verified: " + ((why != null) ? why : ex));
			return UNREADABLE;
		}
	}

	private static ChainLink anchor(String argument) {
		String value = value(argument, ANCHOR);
		ChainLink anchor = ChainLink.parse((value != null) ? value : "");
		if (anchor.record() < 1 && !anchor.equals(ChainLink.START)) {
			throw new IllegalArgumentException(
					"No record has the number " + anchor.record() + " of the anchor " + value);
		}
		return anchor;
	}

	private static @Nullable String value(String argument, String option) {
		return argument.startsWith(option + "=") ? argument.substring(option.length() + 1) : null;
	}

	private static int report(PrintStream out, Verification found, List<ChainLink> anchors) {
		out.println("Files: " + String.join(", ", found.files()));
		out.println("Records: " + found.records()
				+ ((found.records() > 0) ? ", from " + found.first() + " to " + found.last().record() : ""));
		out.println("Ends with " + found.last());
		if (found.torn() != null) {
			out.println("Note: " + found.torn());
		}
		found.findings().forEach(out::println);
		if (found.more() > 0) {
			out.println("and " + found.more() + " more");
		}
		out.println(found.isIntact() ? "Intact: no record was edited, removed, moved or inserted."
				: "NOT INTACT: " + (found.findings().size() + found.more()) + " finding(s).");
		if (found.isIntact()) {
			out.println(unproven(found, anchors));
		}
		return found.isIntact() ? INTACT : DAMAGED;
	}

	// hashes have no key
	private static String unproven(Verification found, List<ChainLink> anchors) {
		long proven = anchors.stream().mapToLong(ChainLink::record).max().orElse(0);
		if (proven > 0 && proven >= found.last().record()) {
			return "The anchor confirms all records. If records after " + proven
					+ " were removed together with the head file, this check can't detect it.";
		}
		String extent = (proven > 0) ? "The anchor confirms the records up to " + proven + ". The records after it"
				: "No anchor was given. All records";
		return extent + " could have been removed or rewritten by somebody with write access to the file and its"
				+ " head file, and this check can't detect that. To detect it, note down a record's number and hash"
				+ " elsewhere. The application logs them when it opens and closes the file. Then verify with " + ANCHOR
				+ "=NUMBER:HASH";
	}

}
