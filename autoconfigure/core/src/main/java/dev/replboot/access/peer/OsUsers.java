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

package dev.replboot.access.peer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and names of the operating system's users. The JDK has no way from one to the
 * other, so they come from where Linux shows them; whatever isn't certain is
 * {@code null}.
 */
final class OsUsers {

	private static final Log logger = LogFactory.getLog(OsUsers.class);

	private static final String UID = "unix:uid";

	private static final Path PROC = Path.of("/proc");

	private static final Path ACCOUNTS = Path.of("/etc/passwd");

	private static final Path OVERFLOW = Path.of("/proc/sys/kernel/overflowuid");

	private static final long USUAL_OVERFLOW = 65534;

	private OsUsers() {
	}

	/**
	 * The user that this process runs as.
	 * @return the number, or {@code null}
	 */
	static @Nullable Long own() {
		try {
			Path self = PROC.resolve("self");
			if (Files.exists(self)) {
				return uid(self);
			}
			// no Linux: a file that we make is ours
			Path file = Files.createTempFile("repl", null);
			try {
				return uid(file);
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			logger.warn("The user that the application runs as could not be found out: " + ex);
			return null;
		}
	}

	private static long uid(Path file) throws IOException {
		return Integer.toUnsignedLong((Integer) Files.getAttribute(file, UID));
	}

	/**
	 * The number of a user that the JDK knows by name.
	 * @param user the user
	 * @return the number, or {@code null}
	 */
	static @Nullable Long uid(UserPrincipal user) {
		// a guess at what the JDK doesn't show, which counts only once the JDK agrees:
		// two of its principals are equal when their numbers are
		String guess = Integer.toUnsignedString(user.hashCode());
		try {
			UserPrincipal same = PROC.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(guess);
			return same.equals(user) ? Long.valueOf(guess) : null;
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.debug("The number of user " + user.getName() + " could not be found out", ex);
			return null;
		}
	}

	/**
	 * The name of a user.
	 * @param uid the number
	 * @return the name, or {@code null}
	 */
	static @Nullable String name(long uid) {
		try {
			String name = fromAccounts(ACCOUNTS, uid);
			return (name != null) ? name : fromProcesses(uid);
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			logger.debug("The name of user " + uid + " could not be found out", ex);
			return null;
		}
	}

	static @Nullable String fromAccounts(Path accounts, long uid) throws IOException {
		if (!Files.isReadable(accounts)) {
			return null;
		}
		try (Stream<String> lines = Files.lines(accounts)) {
			String number = Long.toString(uid);
			return lines.map((line) -> line.split(":"))
				.filter((columns) -> columns.length > 2 && columns[2].equals(number) && !columns[0].startsWith("#"))
				.map((columns) -> columns[0])
				.findFirst()
				.orElse(null);
		}
	}

	// users of a directory (LDAP, SSSD) aren't in the file, but their processes are here,
	// and for a file's owner the JDK asks the directory
	private static @Nullable String fromProcesses(long uid) throws IOException {
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path process : processes) {
				if (isOwner(uid, process)) {
					return named(Files.getOwner(process, LinkOption.NOFOLLOW_LINKS), uid);
				}
			}
		}
		return null;
	}

	private static boolean isOwner(long uid, Path process) {
		try {
			return uid(process) == uid;
		}
		catch (IOException ex) {
			// it has ended since
			return false;
		}
	}

	/**
	 * The name of a user, which the JDK makes up from the number when there is no
	 * account.
	 * @param user the user
	 * @param uid the number
	 * @return the name, or {@code null} when there is no account
	 */
	static @Nullable String named(UserPrincipal user, long uid) {
		String name = user.getName();
		return name.equals(Long.toString(uid)) ? null : name;
	}

	/**
	 * Whether a number is the one that the kernel shows for every user that isn't known
	 * in this process's user namespace.
	 * @param uid the number
	 * @return whether it stands for anybody
	 */
	static boolean isAnybody(long uid) {
		try {
			// by lines: the kernel gives such a file in one piece or not at all, and
			// Files.readString, misled by its size, asks for the first byte alone
			return uid == (Files.isReadable(OVERFLOW) ? Long.parseLong(Files.readAllLines(OVERFLOW).get(0).strip())
					: USUAL_OVERFLOW);
		}
		catch (IOException | NumberFormatException ex) {
			logger.debug("The kernel's overflow uid could not be read", ex);
			return uid == USUAL_OVERFLOW;
		}
	}

}
