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
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket. It outlives a process that is killed, and then stands
 * in the way of the next one.
 *
 * @param path where it is
 * @param group whose members may connect, or {@code null}
 */
record SocketFile(Path path, @Nullable SocketGroup group) {

	private static final int KIND = 0170000;

	private static final int SOCKET = 0140000;

	/**
	 * Remove the file of a process that is gone.
	 * @throws SocketFileException if it is no socket, or if somebody listens there
	 */
	void makeWay() throws IOException {
		if (!Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		int mode = (Integer) Files.getAttribute(this.path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
		if ((mode & KIND) != SOCKET) {
			throw new SocketFileException(
					"there is something else than a socket already. Move it away, or choose another path.");
		}
		if (isServed()) {
			throw new SocketFileException("another process listens there. Stop it, or choose another path.");
		}
		Files.delete(this.path);
	}

	private boolean isServed() throws IOException {
		try {
			SocketChannel.open(UnixDomainSocketAddress.of(this.path)).close();
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			// the JDK has no exception of its own for this one
			if ("Connection refused".equals(ex.getMessage())) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Take it from everybody but its owner and the group.
	 */
	void restrict() throws IOException {
		if (this.group != null) {
			this.group.own(this.path);
			Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-rw----"));
			return;
		}
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-------"));
	}

}
