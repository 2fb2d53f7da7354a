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

package dev.replboot.endpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

import dev.replboot.listener.ListenerAddress;

/**
 * The answer that has a token, written so that nothing keeps it. Message converters and
 * servers write through buffers that they use again for other answers, maybe much later,
 * and that a heap dump would show until then. So the JSON is made here, and followed by
 * spaces that overwrite the token where it was: the endpoint's chain has each of the two
 * sent by itself, so that they begin at the same place of a server's buffers.
 */
final class TokenAnswer extends InputStream {

	// the token is the first member
	private static final int SPACES = 128;

	private static final JsonWriter<OpenedDescriptor> WRITER = JsonWriter.of((members) -> {
		members.add("token", OpenedDescriptor::token);
		members.add("principal", OpenedDescriptor::principal);
		members.add("openedBy", OpenedDescriptor::openedBy);
		members.add("reason", OpenedDescriptor::reason);
		members.add("endsAt", (opened) -> opened.endsAt().toString());
		members.add("listeners", OpenedDescriptor::listeners).as(TokenAnswer::listeners);
		members.add("note", OpenedDescriptor::note);
	});

	private final byte[] json;

	private final byte[] spaces = new byte[SPACES];

	private final InputStream all;

	private TokenAnswer(byte[] json) {
		this.json = json;
		Arrays.fill(this.spaces, (byte) ' ');
		this.spaces[SPACES - 1] = '\n';
		this.all = new SequenceInputStream(new ByteArrayInputStream(json), new ByteArrayInputStream(this.spaces));
	}

	private static List<Map<String, @Nullable Object>> listeners(List<ListenerAddress> listeners) {
		return listeners.stream().map((listener) -> {
			Map<String, @Nullable Object> members = new LinkedHashMap<>();
			members.put("protocol", listener.protocol());
			members.put("host", listener.host());
			members.put("port", listener.port());
			members.put("path", listener.path());
			members.put("connect", listener.connect());
			return members;
		}).toList();
	}

	static Resource of(OpenedDescriptor opened) {
		return new InputStreamResource(new TokenAnswer(WRITER.writeToString(opened).getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public long transferTo(OutputStream out) throws IOException {
		out.write(this.json);
		out.write(this.spaces);
		close();
		return this.json.length + this.spaces.length;
	}

	@Override
	public int read() throws IOException {
		return this.all.read();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return this.all.read(buffer, offset, length);
	}

	@Override
	public void close() {
		Arrays.fill(this.json, (byte) 0);
	}

}
