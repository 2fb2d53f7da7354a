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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Binds to a Unix domain socket, which nobody but this process's user, root and the
 * members of a group, if there is one, can connect to.
 */
public final class UnixBinder implements ServerBinder {

	/**
	 * What fits into an address of such a socket. Linux has 108 bytes for it, of which
	 * the JDK leaves two.
	 */
	public static final int MAX_PATH_BYTES = 106;

	/**
	 * Of the client's end of a tunnel, in lines to copy.
	 */
	private static final int LOCAL_PORT = 5555;

	private static final Log logger = LogFactory.getLog(UnixBinder.class);

	private static final int BACKLOG = 128;

	private final Path path;

	private final @Nullable String group;

	private final String property;

	/**
	 * Create the binder.
	 * @param path the socket file, absolute and no longer than {@value #MAX_PATH_BYTES}
	 * bytes
	 * @param group the group of the operating system whose members may connect, or
	 * {@code null}
	 * @param property the property that sets the path
	 */
	public UnixBinder(Path path, @Nullable String group, String property) {
		if (!path.isAbsolute() || length(path) > MAX_PATH_BYTES) {
			throw new IllegalArgumentException(path + " is not absolute or longer than " + MAX_PATH_BYTES + " bytes");
		}
		this.path = path;
		this.group = group;
		this.property = property;
	}

	/**
	 * How long a path is.
	 * @param path the path
	 * @return its length in bytes
	 */
	public static int length(Path path) {
		return path.toString().getBytes(StandardCharsets.UTF_8).length;
	}

	@Override
	public BoundServer bind(String listener) {
		try {
			SocketGroup members = (this.group != null) ? SocketGroup.of(this.group, this.property + "-group") : null;
			SocketFolder.of(this.path, members).prepare();
			SocketFile file = new SocketFile(this.path, members);
			file.makeWay();
			return bind(file);
		}
		catch (SocketFileException ex) {
			throw new ListenerBindException(
					listener + " can't listen on " + this.path + " (" + this.property + "): " + ex.getMessage(), ex);
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new ListenerBindException(listener + " can't listen on " + this.path + " (" + this.property + "): "
					+ ex + ". Mend that, or set the property to another path.", ex);
		}
	}

	private static BoundServer bind(SocketFile file) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		boolean bound = false;
		try {
			server.bind(UnixDomainSocketAddress.of(file.path()), BACKLOG);
			bound = true;
			file.restrict();
			return new BoundFile(server, file.path());
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			if (bound) {
				Files.deleteIfExists(file.path());
			}
			throw ex;
		}
	}

	/**
	 * A socket file.
	 */
	private static final class BoundFile implements BoundServer {

		private final ServerSocketChannel server;

		private final Path path;

		private final @Nullable Object key;

		private BoundFile(ServerSocketChannel server, Path path) throws IOException {
			this.server = server;
			this.path = path;
			this.key = key(path);
		}

		private static @Nullable Object key(Path path) throws IOException {
			return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		}

		@Override
		public List<ServerSocketChannel> channels() {
			return List.of(this.server);
		}

		@Override
		public ListenerAddress address(String protocol) {
			String local = "./" + this.path.getFileName();
			String destination = this.path + " " + BoundServer.sshDestination();
			return ListenerAddress.ofPath(protocol, this.path.toString(),
					List.of("nc -U " + this.path,
							"ssh -o StreamLocalBindUnlink=yes -L " + local + ":" + destination + "  # then: nc -U "
									+ local,
							"ssh -L " + LOCAL_PORT + ":" + destination + "  # then: nc 127.0.0.1 " + LOCAL_PORT));
		}

		@Override
		public void close() {
			try {
				this.server.close();
				// another's by now if somebody removed ours
				if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS) && this.key != null
						&& this.key.equals(key(this.path))) {
					Files.delete(this.path);
				}
			}
			catch (IOException ex) {
				logger.warn("The socket file " + this.path + " of the REPL could not be removed: " + ex);
			}
		}

	}

}
