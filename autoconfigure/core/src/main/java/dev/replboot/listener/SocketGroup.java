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

package dev.replboot.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * A group of the operating system whose members may connect to a socket file.
 *
 * @param principal the group
 * @param property the property that names it
 */
record SocketGroup(GroupPrincipal principal, String property) {

	/**
	 * Find a group.
	 * @param name its name
	 * @param property the property that names it
	 * @return the group
	 * @throws SocketFileException if there is none of that name
	 */
	static SocketGroup of(String name, String property) throws IOException {
		try {
			return new SocketGroup(
					Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name),
					property);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw new SocketFileException("there is no group " + name + " (" + property + "). Add it (groupadd " + name
					+ "), or name another.");
		}
	}

	/**
	 * The name of the group.
	 * @return the name
	 */
	String name() {
		return this.principal.getName();
	}

	/**
	 * Give a file to the group.
	 * @param file the file or folder
	 * @throws SocketFileException if this process's user isn't a member
	 */
	void own(Path file) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		if (view.readAttributes().group().equals(this.principal)) {
			return;
		}
		try {
			view.setGroup(this.principal);
		}
		catch (IOException ex) {
			throw new SocketFileException(file + " can't be given to the group " + name() + " (" + this.property + "): "
					+ ex.getMessage() + ". Make the user that the application runs as a member of it, and start the"
					+ " application anew.");
		}
	}

}
