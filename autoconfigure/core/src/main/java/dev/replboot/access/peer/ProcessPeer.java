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
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.access.Peer;
import dev.replboot.api.Internal;

/**
 * Who started this process: the user who logged in, also if they became another one
 * since, with sudo for example. Linux keeps the number for each process and hands it on
 * to those that it starts.
 *
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_loginuid.5.html">proc_pid_loginuid(5)</a>
 */
@Internal
public final class ProcessPeer {

	private static final Log logger = LogFactory.getLog(ProcessPeer.class);

	private static final Path LOGIN = Path.of("/proc/self/loginuid");

	/**
	 * Stands for nobody: a service, or a container.
	 */
	private static final long UNSET = 0xFFFF_FFFFL;

	private ProcessPeer() {
	}

	/**
	 * Look the user up.
	 * @param address what the process reads, in place of the address of a connection
	 * @return the user who logged in; the one that the process runs as if nobody did, or
	 * if it can't be told
	 */
	public static Peer at(String address) {
		Long login = login();
		Long uid = (login != null) ? login : OsUsers.own();
		return new Peer(address, (uid != null) ? OsUsers.name(uid) : null, uid);
	}

	/**
	 * The user that the process runs as.
	 * @return the name as the system has it, or the number, as {@code uid 12345}; what
	 * the JDK takes for the name where neither can be told
	 */
	public static String user() {
		Long uid = OsUsers.own();
		if (uid == null) {
			return System.getProperty("user.name", "unknown");
		}
		String name = OsUsers.name(uid);
		return (name != null) ? name : "uid " + uid;
	}

	private static @Nullable Long login() {
		try {
			long uid = Files.exists(LOGIN) ? Long.parseLong(Files.readString(LOGIN).strip()) : UNSET;
			return (uid != UNSET) ? uid : null;
		}
		catch (IOException | NumberFormatException ex) {
			logger.debug("Who logged in could not be found out", ex);
			return null;
		}
	}

}
