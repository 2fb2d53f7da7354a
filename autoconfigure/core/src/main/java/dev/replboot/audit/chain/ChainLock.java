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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Keeps others from writing to a chain: a lock of a file that nobody else opens, since
 * closing any channel of a file ends this process's locks of it.
 */
final class ChainLock {

	private ChainLock() {
	}

	/**
	 * Take the lock.
	 * @param files the files of the chain
	 * @return what has to be closed to release it
	 * @throws IOException if somebody else has it, or the file can't be opened
	 */
	static FileChannel take(ChainFiles files) throws IOException {
		FileChannel channel = FileChannel.open(files.lock(),
				Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), files.ownerOnly());
		FileLock lock = null;
		try {
			lock = channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// another application in this process
		}
		finally {
			if (lock == null) {
				channel.close();
			}
		}
		if (lock == null) {
			throw new IOException(files.current() + " is being written to by somebody else, who holds "
					+ files.lock().getFileName() + "; give each process a file of its own");
		}
		return channel;
	}

}
