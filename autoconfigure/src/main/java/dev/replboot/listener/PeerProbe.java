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
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Tells a client that has closed its connection from one that has only ended its input,
 * as {@code nc -N} does. To us both look the same until something is written; Linux shows
 * the difference in {@code /proc/net/tcp}, where a socket that no process has any more
 * has no inode. Where that can't be seen, the client counts as still there.
 *
 * @since 0.1.0
 */
public final class PeerProbe {

	private static final int LOCAL = 1;

	private static final int REMOTE = 2;

	private static final int INODE = 9;

	private final SocketChannel channel;

	/**
	 * Create a probe.
	 * @param channel our end of the connection
	 */
	public PeerProbe(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Whether no process has the other end any more.
	 * @return {@code true} only if that is certain
	 */
	public boolean isGone() {
		try {
			SocketAddress local = this.channel.getLocalAddress();
			SocketAddress remote = this.channel.getRemoteAddress();
			if (!(local instanceof InetSocketAddress ours) || !(remote instanceof InetSocketAddress theirs)) {
				return false;
			}
			Boolean four = orphaned(Path.of("/proc/net/tcp"), hex(theirs), hex(ours));
			if (four != null) {
				return four;
			}
			Boolean six = orphaned(Path.of("/proc/net/tcp6"), hexMapped(theirs), hexMapped(ours));
			// no row at all: the other end isn't even waiting for our last bytes
			return (six != null) ? six : Files.isReadable(Path.of("/proc/net/tcp"));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			return !this.channel.isOpen();
		}
	}

	private static @Nullable Boolean orphaned(Path table, String local, String remote) throws IOException {
		try (Stream<String> rows = Files.lines(table)) {
			return rows.map((row) -> row.strip().split("\\s+"))
				.filter((columns) -> columns.length > INODE && columns[LOCAL].equals(local)
						&& columns[REMOTE].equals(remote))
				.findFirst()
				.map((columns) -> columns[INODE].equals("0"))
				.orElse(null);
		}
	}

	private static String hex(InetSocketAddress address) {
		if (address.getAddress() instanceof Inet4Address) {
			return words(address.getAddress().getAddress()) + port(address);
		}
		return hexMapped(address);
	}

	private static String hexMapped(InetSocketAddress address) {
		byte[] bytes = address.getAddress().getAddress();
		if (address.getAddress() instanceof Inet6Address) {
			return words(bytes) + port(address);
		}
		return "0000000000000000FFFF0000" + words(bytes) + port(address);
	}

	private static String port(InetSocketAddress address) {
		return String.format(Locale.ROOT, ":%04X", address.getPort());
	}

	// the kernel prints each word of four bytes in the host's byte order
	private static String words(byte[] bytes) {
		StringBuilder hex = new StringBuilder();
		boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
		for (int word = 0; word < bytes.length; word += 4) {
			for (int i = 0; i < 4; i++) {
				hex.append(String.format(Locale.ROOT, "%02X", bytes[word + (little ? 3 - i : i)]));
			}
		}
		return hex.toString();
	}

}
