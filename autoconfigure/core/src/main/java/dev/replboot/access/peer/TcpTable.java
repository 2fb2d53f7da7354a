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
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.replboot.api.Internal;

/**
 * The kernel's tables of TCP sockets, {@code /proc/net/tcp} and {@code /proc/net/tcp6} of
 * Linux (proc(5), proc_net_tcp.txt of the kernel).
 */
@Internal
public final class TcpTable {

	private static final TcpTable SYSTEM = new TcpTable(Path.of("/proc/net"), ByteOrder.nativeOrder());

	private static final int LOCAL = 1;

	private static final int REMOTE = 2;

	private static final int STATE = 3;

	private static final int UID = 7;

	private static final int INODE = 9;

	private static final int HEX = 16;

	private static final int WORD = 4;

	private final List<Path> files;

	private final ByteOrder order;

	TcpTable(Path folder, ByteOrder order) {
		this.files = List.of(folder.resolve("tcp"), folder.resolve("tcp6"));
		this.order = order;
	}

	/**
	 * The tables of this host.
	 * @return the tables, which may be missing
	 */
	public static TcpTable system() {
		return SYSTEM;
	}

	/**
	 * Whether there are such tables.
	 * @return whether they can be read
	 */
	public boolean isReadable() {
		return this.files.stream().anyMatch(Files::isReadable);
	}

	/**
	 * Find the sockets between two addresses.
	 * @param local the address of the socket that is looked for
	 * @param remote the address of the socket that it is connected to
	 * @return the rows; none where there are no such tables
	 * @throws IOException if a table can't be read
	 */
	public List<Row> rows(InetSocketAddress local, InetSocketAddress remote) throws IOException {
		Set<String> locals = spellings(local);
		Set<String> remotes = spellings(remote);
		List<Row> rows = new ArrayList<>();
		for (Path table : this.files) {
			if (Files.isReadable(table)) {
				try (Stream<String> lines = Files.lines(table)) {
					lines.map((line) -> line.strip().split("\\s+"))
						.filter((columns) -> columns.length > INODE && locals.contains(columns[LOCAL])
								&& remotes.contains(columns[REMOTE]))
						.map(Row::of)
						.forEach(rows::add);
				}
			}
		}
		return rows;
	}

	// a socket of either kind of address may carry IPv4
	private Set<String> spellings(InetSocketAddress address) {
		String port = String.format(Locale.ROOT, ":%04X", address.getPort());
		InetAddress host = address.getAddress();
		String words = words(host.getAddress());
		return (host instanceof Inet6Address) ? Set.of(words + port)
				: Set.of(words + port, words(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1 }) + words + port);
	}

	// the kernel prints each word of four bytes in the host's byte order
	private String words(byte[] bytes) {
		byte[] ordered = bytes.clone();
		if (this.order == ByteOrder.LITTLE_ENDIAN) {
			for (int i = 0; i < bytes.length; i++) {
				ordered[i] = bytes[i - i % WORD + WORD - 1 - i % WORD];
			}
		}
		return HexFormat.of().withUpperCase().formatHex(ordered);
	}

	/**
	 * A socket.
	 *
	 * @param state its state, as the kernel numbers them
	 * @param uid whose it is; 0 as well when nobody has it any more
	 * @param inode its inode, 0 when no process has it
	 */
	public record Row(int state, long uid, long inode) {

		static Row of(String[] columns) {
			return new Row(Integer.parseInt(columns[STATE], HEX), Long.parseLong(columns[UID]),
					Long.parseLong(columns[INODE]));
		}

	}

}
