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

package dev.replboot.kit.data.undo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time, and one thread of it, write to a journal.
 */
final class JournalLock implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final long PAUSE = 20;

	private final RandomAccessFile file;

	private JournalLock(RandomAccessFile file) {
		this.file = file;
	}

	static JournalLock take(Path path) throws IOException {
		long start = System.nanoTime();
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		boolean taken = false;
		try {
			while (tryLock(file) == null) {
				if (System.nanoTime() - start > PATIENCE.toNanos()) {
					throw new IOException(
							"another process holds " + path + " for more than " + PATIENCE.toSeconds() + " s");
				}
				Thread.sleep(PAUSE);
			}
			taken = true;
			return new JournalLock(file);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while another process held " + path, ex);
		}
		finally {
			if (!taken) {
				file.close();
			}
		}
	}

	private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
		try {
			return file.getChannel().tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// another thread, or another application in this process
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
