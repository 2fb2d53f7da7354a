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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

import org.jspecify.annotations.Nullable;

/**
 * The folder of a socket file. The file gets its permissions only after it is there, and
 * not every system looks at them; so the folder has to keep others out. Nor may others be
 * able to put another folder in its place.
 */
final class SocketFolder {

	private static final String PRIVATE = "rwx------";

	private static final String ENTERED_BY_GROUP = "rwx--x---";

	private static final String READ_BY_GROUP = "rwxr-x---";

	private static final int WRITABLE_FOR_OTHERS = 022;

	private static final int STICKY = 01000;

	private static final int ROOT = 0;

	private final Path folder;

	private final Path parent;

	private final @Nullable SocketGroup group;

	private SocketFolder(Path folder, Path parent, @Nullable SocketGroup group) {
		this.folder = folder;
		this.parent = parent;
		this.group = group;
	}

	static SocketFolder of(Path file, @Nullable SocketGroup group) {
		Path folder = file.getParent();
		Path parent = (folder != null) ? folder.getParent() : null;
		if (folder == null || parent == null) {
			throw new SocketFileException("it isn't in a folder of its own. Choose a path such as /run/app/repl.sock.");
		}
		return new SocketFolder(folder, parent, group);
	}

	/**
	 * Make the folder, or see that it is as if we had.
	 * @throws SocketFileException if others than the group can get into it, or if others
	 * can exchange it
	 */
	void prepare() throws IOException {
		if (!Files.exists(this.folder, LinkOption.NOFOLLOW_LINKS)) {
			make();
		}
		requirePrivate();
		requireSafeAncestors();
	}

	private void make() throws IOException {
		try {
			Files.createDirectory(this.folder,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
		}
		catch (NoSuchFileException ex) {
			throw new SocketFileException(
					"the folder " + this.parent + " doesn't exist. Make it; only the last folder is made for you.");
		}
		if (this.group != null) {
			boolean open = false;
			try {
				this.group.own(this.folder);
				Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString(ENTERED_BY_GROUP));
				open = true;
			}
			finally {
				if (!open) {
					Files.delete(this.folder);
				}
			}
		}
	}

	private void requirePrivate() throws IOException {
		PosixFileAttributes attributes = Files.readAttributes(this.folder, PosixFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		if (attributes.isSymbolicLink()) {
			throw new SocketFileException(
					"the folder " + this.folder + " is a symbolic link. Remove it, or set the path to where it leads.");
		}
		if (!attributes.isDirectory()) {
			throw new SocketFileException(this.folder + " is no folder. Move it away, or choose another path.");
		}
		UserPrincipal own = own();
		if (!attributes.owner().equals(own)) {
			throw new SocketFileException("the folder " + this.folder + " is of user " + attributes.owner().getName()
					+ ", not of " + own.getName() + " as whom the application runs. Choose another path, or give it"
					+ " to that user.");
		}
		String permissions = PosixFilePermissions.toString(attributes.permissions());
		if (this.group != null) {
			requireGroup(this.group, attributes, permissions);
		}
		else if (!permissions.equals(PRIVATE)) {
			throw new SocketFileException("the folder " + this.folder + " has the permissions " + permissions
					+ ". They have to be " + PRIVATE + ": chmod 700 " + this.folder);
		}
	}

	private void requireGroup(SocketGroup members, PosixFileAttributes attributes, String permissions) {
		boolean shared = permissions.equals(ENTERED_BY_GROUP) || permissions.equals(READ_BY_GROUP);
		if (!shared || !attributes.group().equals(members.principal())) {
			throw new SocketFileException("the folder " + this.folder + " is of group " + attributes.group().getName()
					+ " with the permissions " + permissions + ". For the group " + members.name() + " ("
					+ members.property() + ") they have to be " + ENTERED_BY_GROUP + ": chgrp " + members.name() + " "
					+ this.folder + " && chmod 710 " + this.folder);
		}
	}

	// links on the way are fine as long as nobody else can change where they lead, which
	// takes to write in the folder that they are in
	private void requireSafeAncestors() throws IOException {
		UserPrincipal own = own();
		requireSafe(this.parent, own);
		requireSafe(this.parent.toRealPath(), own);
	}

	private void requireSafe(Path lowest, UserPrincipal own) throws IOException {
		for (Path ancestor = lowest; ancestor != null; ancestor = ancestor.getParent()) {
			boolean ours = Files.getOwner(ancestor).equals(own)
					|| Files.getAttribute(ancestor, "unix:uid").equals(ROOT);
			int mode = (Integer) Files.getAttribute(ancestor, "unix:mode");
			boolean writable = (mode & WRITABLE_FOR_OTHERS) != 0 && (mode & STICKY) == 0;
			if (!ours || writable) {
				throw new SocketFileException("others can exchange " + this.folder + ", because " + ancestor
						+ " is theirs or writable for them. Choose another path, such as one below /run.");
			}
		}
	}

	private static UserPrincipal own() throws IOException {
		Path self = Path.of("/proc/self");
		if (Files.exists(self)) {
			return Files.getOwner(self);
		}
		Path file = Files.createTempFile("repl", null);
		try {
			return Files.getOwner(file);
		}
		finally {
			Files.delete(file);
		}
	}

}
