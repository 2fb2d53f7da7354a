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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.replboot.audit.chain.Finding.Kind;

/**
 * Looks through a chain from its first record to its last. Finds what was edited, cut
 * out, moved, put in from elsewhere or cut off at the end. Can't find it when somebody
 * has written a chain anew from some record on, with its head; that takes an anchor: a
 * record's number and hash that were noted down elsewhere.
 */
public final class ChainVerifier {

	private static final int MAX_FINDINGS = 100;

	private static final int MAX_GAPS = 10_000;

	private final ChainFiles files;

	private final Map<Long, String> anchors = new TreeMap<>();

	// records of which two anchors give different hashes
	private final Set<Long> contradicted = new TreeSet<>();

	private final List<Finding> findings = new ArrayList<>();

	// first and last of the records that are missing so far, by the first
	private final TreeMap<Long, Gap> gaps = new TreeMap<>();

	private String file = "";

	private long line;

	private long more;

	private long records;

	private long first;

	private ChainLink last = ChainLink.START;

	// lines since the last record that are none
	private long unreadable;

	private @Nullable String torn;

	private ChainVerifier(ChainFiles files, List<ChainLink> anchors) {
		this.files = files;
		for (ChainLink anchor : anchors) {
			String other = this.anchors.put(anchor.record(), anchor.hash());
			if (other != null && !other.equals(anchor.hash())) {
				this.contradicted.add(anchor.record());
			}
		}
	}

	/**
	 * Look through a chain.
	 * @param files its files
	 * @param anchors links that it is known to have had
	 * @return what was found
	 * @throws IOException if it can't be read or isn't there
	 */
	public static Verification verify(ChainFiles files, List<ChainLink> anchors) throws IOException {
		return new ChainVerifier(files, anchors).verify();
	}

	private Verification verify() throws IOException {
		// before the records: while somebody writes, it must not be ahead of them
		ChainLink head = head();
		List<Path> all = this.files.all();
		if (all.isEmpty()) {
			throw new IOException("there is no record at " + this.files.current());
		}
		for (Path each : all) {
			this.file = String.valueOf(each.getFileName());
			read(each, each.equals(all.get(all.size() - 1)), head);
		}
		this.line = 0;
		this.gaps.values().forEach(this::cut);
		compareEnd(head);
		this.anchors.forEach(this::unmet);
		this.contradicted.forEach((number) -> find(Kind.REWRITTEN, number, "the anchors give record " + number
				+ " two hashes: it or one before it was written anew between them"));
		List<String> names = all.stream().map((path) -> String.valueOf(path.getFileName())).toList();
		return new Verification(names, this.records, this.first, this.last, this.findings, this.more, this.torn);
	}

	private @Nullable ChainLink head() throws IOException {
		this.file = String.valueOf(this.files.head().getFileName());
		try {
			ChainLink head = HeadFile.read(this.files.head());
			if (head == null) {
				find(Kind.HEAD, 0, "is missing or empty: whether records are missing at the end can't be told");
			}
			return head;
		}
		catch (ChainDamagedException ex) {
			find(Kind.HEAD, 0, "does not hold a record's number and hash");
			return null;
		}
	}

	private void read(Path each, boolean newest, @Nullable ChainLink head) throws IOException {
		try (RecordReader reader = RecordReader.of(each)) {
			RecordReader.Item item = reader.next();
			while (item != null) {
				RecordReader.Item next = reader.next();
				this.line = item.line();
				ChainedRecord record = item.record();
				if (next == null && newest && !item.whole()) {
					this.torn = this.file + ":" + item.line() + " was not written to its end, as when a process dies"
							+ " or while one is writing. The next one that writes puts it into a record of its own.";
				}
				else if (record == null) {
					find(Kind.EDITED, 0, "is not a record");
					this.unreadable++;
				}
				else {
					check(record, head);
				}
				item = next;
			}
		}
	}

	private void check(ChainedRecord record, @Nullable ChainLink head) {
		long number = record.link().record();
		this.records++;
		if (!record.intact()) {
			find(Kind.EDITED, number, "record " + number + " is not what was written: its hash is another");
		}
		checkPlace(record, number);
		checkKnown(record, number, head);
	}

	private void checkPlace(ChainedRecord record, long number) {
		if (this.first == 0) {
			this.first = number;
			boolean begins = number == 1 && record.previous().equals(ChainLink.START.hash());
			String anchor = this.anchors.remove(number - 1);
			if (!begins && !record.previous().equals(anchor)) {
				find(Kind.CUT, number,
						"the chain begins with record " + number + ": those before it are missing."
								+ " If they were put elsewhere, give the anchor " + (number - 1) + ":"
								+ record.previous() + " once they are verified");
			}
		}
		else if (number <= this.last.record()) {
			outOfPlace(number);
			return;
		}
		else {
			if (number > this.last.record() + 1 + this.unreadable) {
				addGap(new Gap(this.last.record() + 1 + this.unreadable, number - 1, this.file, this.line));
			}
			else if (number == this.last.record() + 1 && !record.previous().equals(this.last.hash())) {
				find(Kind.SPLICED, number, "record " + number + " was written after another record "
						+ this.last.record() + " than the one that stands before it");
			}
		}
		this.unreadable = 0;
		this.last = record.link();
	}

	private void outOfPlace(long number) {
		Map.Entry<Long, Gap> entry = this.gaps.floorEntry(number);
		if (entry == null || entry.getValue().to() < number) {
			find(Kind.REORDERED, number,
					"record " + number + " stands after record " + this.last.record() + " and was there before");
			return;
		}
		Gap gap = entry.getValue();
		this.gaps.remove(gap.from());
		if (number > gap.from()) {
			addGap(new Gap(gap.from(), number - 1, gap.file(), gap.line()));
		}
		if (number < gap.to()) {
			addGap(new Gap(number + 1, gap.to(), gap.file(), gap.line()));
		}
		find(Kind.REORDERED, number, "record " + number + " stands after record " + this.last.record());
	}

	private void addGap(Gap gap) {
		if (this.gaps.size() < MAX_GAPS) {
			this.gaps.put(gap.from(), gap);
		}
		else {
			cut(gap);
		}
	}

	private void cut(Gap gap) {
		this.file = gap.file();
		this.line = gap.line();
		String which = (gap.from() == gap.to()) ? "record " + gap.from() + " is missing"
				: "records " + gap.from() + " to " + gap.to() + " are missing";
		find(Kind.CUT, gap.from(), which);
	}

	private void checkKnown(ChainedRecord record, long number, @Nullable ChainLink head) {
		if (head != null && head.record() == number && !head.hash().equals(record.link().hash())) {
			find(Kind.REWRITTEN, number, "record " + number + " has another hash than "
					+ this.files.head().getFileName() + " knows: the end was cut off and written anew");
		}
		String anchor = this.anchors.remove(number);
		if (anchor != null && !anchor.equals(record.link().hash())) {
			find(Kind.REWRITTEN, number, "record " + number + " has another hash than the anchor: it or one before it"
					+ " was written anew");
		}
	}

	private void compareEnd(@Nullable ChainLink head) {
		this.line = 0;
		this.file = String.valueOf(this.files.current().getFileName());
		if (head != null && head.record() > this.last.record()) {
			find(Kind.CUT, this.last.record() + 1, "the chain ends with record " + this.last.record() + ", but "
					+ this.files.head().getFileName() + " knows record " + head.record() + ": the end was cut off");
		}
	}

	private void unmet(long number, String hash) {
		find(Kind.CUT, number, "record " + number + " of the anchor is not there");
	}

	private void find(Kind kind, long record, String sentence) {
		if (this.findings.size() < MAX_FINDINGS) {
			this.findings.add(new Finding(kind, this.file, this.line, record, sentence));
		}
		else {
			this.more++;
		}
	}

	/**
	 * Records that are missing so far.
	 *
	 * @param from the number of the first
	 * @param to the number of the last
	 * @param file the file that they are missing in
	 * @param line the line before which
	 */
	private record Gap(long from, long to, String file, long line) {

	}

}
