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

package dev.replboot.audit.sink;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.text.VisibleText;

/**
 * Writes events as lines of JSON to a Unix domain socket, behind which a process of
 * another user can keep them where this one can't reach.
 */
public final class SocketSink implements AuditSink {

	/**
	 * The sink's name.
	 */
	public static final String NAME = "socket";

	private static final JsonWriter<Map<String, Object>> WRITER = JsonWriter.standard();

	private final Path path;

	private @Nullable SocketChannel channel;

	/**
	 * Create the sink.
	 * @param path the socket's path
	 */
	public SocketSink(Path path) {
		this.path = path;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void write(List<ReplAuditEvent> events) throws IOException {
		SocketChannel open = this.channel;
		if (open == null) {
			open = SocketChannel.open(UnixDomainSocketAddress.of(this.path));
			this.channel = open;
		}
		StringBuilder lines = new StringBuilder();
		events.forEach((event) -> lines.append(VisibleText.line(WRITER.writeToString(event.entries()))).append('\n'));
		ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
		while (bytes.hasRemaining()) {
			open.write(bytes);
		}
	}

	@Override
	public void close() throws IOException {
		SocketChannel open = this.channel;
		this.channel = null;
		if (open != null) {
			open.close();
		}
	}

}
