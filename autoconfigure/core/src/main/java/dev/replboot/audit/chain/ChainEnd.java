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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a chain ends. It is refused if that isn't where it was left: where its head file
 * and the last writer of this process know a later record, or another one.
 *
 * @param last the last record, {@link ChainLink#START} if there is none
 * @param continued whether the files of the chain had been put elsewhere, so that it goes
 * on in a new one
 * @param torn what stands at the end and is no whole record
 * @param current whether the file with the chain's name is there
 * @param size how many bytes of that file are whole records
 */
record ChainEnd(ChainLink last, boolean continued, byte[] torn, boolean current, long size) {

	private static final String NEXT = "; verify the audit log, keep it, and move its files away to begin a new one";

	private static final String MOVED = ". Restore the file. Or, to continue in a new file, move the file that ends"
			+ " with .head away as well";

	/**
	 * Find the end of a chain.
	 * @param files its files
	 * @param known the last record that this process has written to it, or
	 * {@link ChainLink#START}
	 * @return the end
	 * @throws ChainDamagedException if the chain doesn't end where it was left
	 * @throws IOException if it can't be read
	 */
	static ChainEnd find(ChainFiles files, ChainLink known) throws IOException {
		List<Path> all = files.all();
		ChainTail tail = all.isEmpty() ? new ChainTail(null, 0, new byte[0]) : ChainTail.read(all.get(all.size() - 1));
		ChainLink noted = HeadFile.read(files.head());
		boolean continued = tail.isEmpty() && noted == null && known.record() > 0;
		ChainLink last = continued ? known : last(files, tail, (noted != null) ? noted : ChainLink.START, known);
		boolean current = !all.isEmpty() && Files.exists(files.current());
		return new ChainEnd(last, continued, tail.torn(), current, current ? tail.size() : 0);
	}

	private static ChainLink last(ChainFiles files, ChainTail tail, ChainLink noted, ChainLink known)
			throws IOException {
		ChainedRecord record = tail.last();
		if (record != null && !record.intact()) {
			throw new ChainDamagedException("The last record of " + files.current() + " was edited" + NEXT);
		}
		ChainLink last = (record != null) ? record.link() : ChainLink.START;
		if (isMissing(noted, last)) {
			throw damaged(files, last, files.head().getFileName() + " knows record " + noted.record(),
					noted.record() > last.record());
		}
		if (isMissing(known, last)) {
			throw damaged(files, last, "this process has written record " + known.record(),
					known.record() > last.record());
		}
		return last;
	}

	private static boolean isMissing(ChainLink wanted, ChainLink last) {
		return wanted.record() > last.record() || (wanted.record() == last.record() && !wanted.equals(last));
	}

	private static ChainDamagedException damaged(ChainFiles files, ChainLink last, String who, boolean cut)
			throws IOException {
		if (Files.notExists(files.current())) {
			return new ChainDamagedException(
					files.current() + " is not there, but " + who + ": it was moved or deleted" + MOVED);
		}
		if (Files.size(files.current()) == 0) {
			return new ChainDamagedException(files.current() + " is empty, but " + who
					+ ": it was emptied, or moved and created again, as logrotate does" + MOVED);
		}
		return new ChainDamagedException(files.current() + " ends with record " + last.record() + ", but " + who
				+ (cut ? ": its end was cut off" : " with another hash") + NEXT);
	}

}
