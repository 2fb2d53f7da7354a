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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TcpTable}, with lines as Linux prints them.
 */
@Tag("plain")
class TcpTableTests {

	private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

	private static final String REST = " 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 20 4 30 10 -1\n";

	@TempDir
	private Path folder;

	@Test
	void addressIsFoundInTheByteOrderOfTheHost() throws IOException {
		write("tcp", HEADER + "   0: 0100007F:1F90 0200007F:D431" + REST);
		assertThat(rows(ByteOrder.LITTLE_ENDIAN, "127.0.0.1", "127.0.0.2"))
			.containsExactly(new TcpTable.Row(1, 1000, 4711));
		assertThat(rows(ByteOrder.BIG_ENDIAN, "127.0.0.1", "127.0.0.2")).isEmpty();
		write("tcp", HEADER + "   0: 7F000001:1F90 7F000002:D431" + REST);
		assertThat(rows(ByteOrder.BIG_ENDIAN, "127.0.0.1", "127.0.0.2"))
			.containsExactly(new TcpTable.Row(1, 1000, 4711));
		assertThat(rows(ByteOrder.LITTLE_ENDIAN, "127.0.0.1", "127.0.0.2")).isEmpty();
	}

	@Test
	void addressesOfSixteenBytesAreFourWords() throws IOException {
		write("tcp6",
				HEADER + "   0: B80D0120000000000000000001000000:1F90 00000000000000000000000001000000:D431" + REST);
		assertThat(rows(ByteOrder.LITTLE_ENDIAN, "2001:db8::1", "::1")).hasSize(1);
		write("tcp6",
				HEADER + "   0: 20010DB8000000000000000000000001:1F90 00000000000000000000000000000001:D431" + REST);
		assertThat(rows(ByteOrder.BIG_ENDIAN, "2001:db8::1", "::1")).hasSize(1);
	}

	@Test
	void socketOfTheOtherKindCarriesTheAddressAsWell() throws IOException {
		write("tcp6",
				HEADER + "   0: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000200007F:D431" + REST);
		assertThat(rows(ByteOrder.LITTLE_ENDIAN, "127.0.0.1", "127.0.0.2")).hasSize(1);
	}

	@Test
	void otherPortsOtherSidesAndTornLinesAreLeftOut() throws IOException {
		write("tcp", HEADER + "   0: 0100007F:1F91 0200007F:D431" + REST + "   1: 0200007F:D431 0100007F:1F90" + REST
				+ "   2: 0100007F:1F90 0200007F:D431 01\n\n");
		assertThat(rows(ByteOrder.LITTLE_ENDIAN, "127.0.0.1", "127.0.0.2")).isEmpty();
	}

	@Test
	void hostWithoutTablesHasNoRows() throws IOException {
		assertThat(new TcpTable(this.folder, ByteOrder.LITTLE_ENDIAN).isReadable()).isFalse();
		assertThat(rows(ByteOrder.LITTLE_ENDIAN, "127.0.0.1", "127.0.0.2")).isEmpty();
	}

	private void write(String name, String text) throws IOException {
		Files.writeString(this.folder.resolve(name), text);
	}

	private Iterable<TcpTable.Row> rows(ByteOrder order, String local, String remote) throws IOException {
		return new TcpTable(this.folder, order).rows(new InetSocketAddress(InetAddress.getByName(local), 8080),
				new InetSocketAddress(InetAddress.getByName(remote), 54321));
	}

}
