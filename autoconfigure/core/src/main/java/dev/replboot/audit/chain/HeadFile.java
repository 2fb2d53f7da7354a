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

package dev.replboot.audit.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Says how far the chain goes, so that records missing at its end show.
 */
final class HeadFile implements AutoCloseable {

	private final FileChannel channel;

	private HeadFile(FileChannel channel) {
		this.channel = channel;
	}

	static HeadFile open(ChainFiles files) throws IOException {
		return new HeadFile(FileChannel.open(files.head(), Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
				files.ownerOnly()));
	}

	void write(ChainLink link) throws IOException {
		// always the same length, so that no reader sees the end of an older one
		String text = String.format(java.util.Locale.ROOT, "%019d:%s%n", link.record(), link.hash());
		ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
		long position = 0;
		while (bytes.hasRemaining()) {
			position += this.channel.write(bytes, position);
		}
	}

	/**
	 * Read a head.
	 * @param path the head's path
	 * @return the link, or {@code null} when there is no head or it was never written
	 * @throws IOException if it can't be read or is something else
	 */
	static @Nullable ChainLink read(Path path) throws IOException {
		if (!Files.exists(path) || Files.size(path) == 0) {
			return null;
		}
		if (Files.size(path) > 256) {
			throw damaged(path);
		}
		try {
			return ChainLink.parse(Files.readString(path, StandardCharsets.US_ASCII));
		}
		catch (IllegalArgumentException ex) {
			throw damaged(path);
		}
	}

	private static ChainDamagedException damaged(Path path) {
		return new ChainDamagedException(path + " is not a head file of the audit log. Somebody has changed it;"
				+ " verify the audit log, keep it, and move its files away to begin a new one");
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
