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

package dev.replboot.kit.data;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Collects what a transaction has changed: the numbers of all rows, a bounded sample of
 * them for people, and each row's image for the sink. Keeps no more than the sample.
 */
final class ChangeCollector {

	// The texts of all the sample's rows may have so many characters.
	private static final long SAMPLE_CHARACTERS = 16_000_000;

	private final int sampleRows;

	private final ImageSink sink;

	private final RowMemory memory = RowMemory.ofEvaluation();

	private final List<RowChange> sample = new ArrayList<>();

	private final List<TableCount> counts = new ArrayList<>();

	private final Set<String> unseen = new LinkedHashSet<>();

	private final Set<String> notes = new LinkedHashSet<>();

	private long characters;

	private volatile boolean updated;

	private @Nullable List<ImageChange> known;

	/**
	 * Create a collector.
	 * @param sampleRows the number of rows of a table that are kept
	 * @param sink receives all of them
	 */
	ChangeCollector(int sampleRows, ImageSink sink) {
		this.sampleRows = sampleRows;
		this.sink = sink;
	}

	/**
	 * The body has executed a statement that may have updated keys.
	 */
	void mayHaveUpdated() {
		this.updated = true;
	}

	boolean hasMaybeUpdated() {
		return this.updated;
	}

	/**
	 * The body knows itself which rows it has updated.
	 * @param known the rows before and after it, or {@code null} if it doesn't
	 */
	void know(@Nullable List<ImageChange> known) {
		this.known = known;
	}

	/**
	 * The database is MariaDB, which takes no statement that is longer.
	 * @param bytes the length of the longest statement
	 */
	void bound(long bytes) {
		this.sink.bound(bytes);
	}

	/**
	 * Add a sentence about what doesn't count.
	 * @param sentence the sentence
	 */
	void note(String sentence) {
		this.notes.add(sentence);
	}

	List<String> notes() {
		return List.copyOf(this.notes);
	}

	/**
	 * Add a sentence about what could not be seen.
	 * @param sentence the sentence
	 */
	void unseen(String sentence) {
		this.unseen.add(sentence);
	}

	Changes changes() {
		return new Changes(List.of(), this.counts, List.of()).and(new Changes(this.sample, List.of(), List.of()))
			.and(new Changes(List.of(), List.of(), List.copyOf(this.unseen)));
	}

	/**
	 * Collect the changes of a table.
	 * @param image the table
	 * @param shown its name for people
	 * @return the table's part, which counts when it is closed
	 */
	Table table(TableImage image, String shown) {
		if (this.sink != ImageSink.DROPPING) {
			for (ImageColumn column : image.columns()) {
				String refusal = ValueTexts.refusal(image.kind(), column);
				if (refusal != null) {
					unseen(refusal);
				}
			}
		}
		return new Table(image, shown);
	}

	/**
	 * The name of a column in the row's values for people: exact, but in lower case where
	 * the database makes bare names upper-case.
	 * @param image the table
	 * @return a name for each column, no two of them alike
	 */
	static List<String> names(TableImage image) {
		List<String> exact = image.columns().stream().map(ImageColumn::name).toList();
		if (!"h2".equals(image.kind())) {
			return exact;
		}
		List<String> plain = exact.stream().map(TableName::plain).toList();
		List<String> names = new ArrayList<>();
		for (int i = 0; i < exact.size(); i++) {
			names.add((Collections.frequency(plain, plain.get(i)) > 1) ? exact.get(i) : plain.get(i));
		}
		return names;
	}

	/**
	 * Row at one moment.
	 *
	 * @param image its texts
	 * @param values its values as the driver reads them, or {@code null} beyond the
	 * sample
	 */
	record Row(RowImage image, @Nullable Object @Nullable [] values) {

	}

	/**
	 * Changes of one table.
	 */
	final class Table implements AutoCloseable {

		private final TableImage image;

		private final String shown;

		private final List<String> names;

		private int sampled;

		private long inserted;

		private long updated;

		private long deleted;

		private Table(TableImage image, String shown) {
			this.image = image;
			this.shown = shown;
			this.names = names(image);
		}

		/**
		 * Whether the next row belongs to the sample, so that its values are needed.
		 * @return whether it does
		 */
		boolean wantsValues() {
			return this.sampled < ChangeCollector.this.sampleRows
					&& ChangeCollector.this.characters < SAMPLE_CHARACTERS;
		}

		/**
		 * Refuse to read a row that takes too much memory.
		 * @param size how many bytes its values have in the database, before and after
		 * @throws IllegalStateException if it does
		 */
		void requireMemory(long size) {
			ChangeCollector.this.memory.require(this.shown, size);
		}

		/**
		 * The rows that the body knows that it has updated, of all tables.
		 * @return the changes, or {@code null} if it doesn't know
		 */
		@Nullable List<ImageChange> known() {
			return ChangeCollector.this.known;
		}

		/**
		 * Count a change. A row that has the same values before and after is none.
		 * @param before the row before, or {@code null} if it is new
		 * @param after the row after, or {@code null} if it is gone
		 * @throws SQLException if the sink can't take it
		 */
		void add(@Nullable Row before, @Nullable Row after) throws SQLException {
			if (before != null && after != null && before.image().equals(after.image())) {
				return;
			}
			if (before == null) {
				this.inserted++;
			}
			else if (after == null) {
				this.deleted++;
			}
			else {
				this.updated++;
			}
			try {
				ChangeCollector.this.sink.accept(new ImageChange(this.image, (before != null) ? before.image() : null,
						(after != null) ? after.image() : null));
			}
			catch (IOException ex) {
				throw Worded.by(new SQLException(
						"The rows as they were before can't be kept, so nothing was committed: " + ex.getMessage()),
						ex);
			}
			sample(before, after);
		}

		private void sample(@Nullable Row before, @Nullable Row after) {
			boolean known = (before == null || before.values() != null) && (after == null || after.values() != null);
			if (!known || !wantsValues()) {
				return;
			}
			this.sampled++;
			ChangeCollector.this.characters += characters(before) + characters(after);
			Map<String, @Nullable Object> now = named(after);
			Map<String, @Nullable Object> then = named(before);
			ChangeCollector.this.sample.add(new RowChange(this.shown, key((now != null) ? now : then), then, now));
		}

		private static long characters(@Nullable Row row) {
			return (row != null)
					? row.image().texts().stream().mapToLong((text) -> (text != null) ? text.length() : 0).sum() : 0;
		}

		private @Nullable Map<String, @Nullable Object> named(@Nullable Row row) {
			if (row == null || row.values() == null) {
				return null;
			}
			Map<String, @Nullable Object> named = new LinkedHashMap<>();
			for (int i = 0; i < this.names.size(); i++) {
				named.put(this.names.get(i), row.values()[i]);
			}
			return Collections.unmodifiableMap(named);
		}

		private Map<String, @Nullable Object> key(@Nullable Map<String, @Nullable Object> row) {
			Map<String, @Nullable Object> key = new LinkedHashMap<>();
			for (int i = 0; row != null && this.image.hasKey() && i < this.names.size(); i++) {
				if (this.image.columns().get(i).key()) {
					key.put(this.names.get(i), row.get(this.names.get(i)));
				}
			}
			return Collections.unmodifiableMap(key);
		}

		@Override
		public void close() {
			TableCount count = new TableCount(this.image.id(), this.shown, this.inserted, this.updated, this.deleted);
			if (count.total() > 0) {
				ChangeCollector.this.counts.add(count);
			}
		}

	}

}
