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
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.MariaDbWrites.Kind;
import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Finds the changed rows of one table of MariaDB, by reading the table on both
 * connections at the same time. Rows that somebody else committed between the two
 * snapshots differ as well, so each difference is verified: the transaction locks the
 * row, which MariaDB refuses if the row isn't the one that the transaction has seen or
 * made.
 */
final class MariaDbTable {

	// Each value has one text, and nobody who alters the table is waited for. One result
	// waits while rows are read that only the other has.
	private static final String SETTINGS = "set statement time_zone = '+00:00', lock_wait_timeout = 2,"
			+ " net_write_timeout = 86400, sql_mode = replace(@@sql_mode, 'PAD_CHAR_TO_FULL_LENGTH', '') for ";

	private static final Pattern LARGE = Pattern.compile("^(?:medium|long)(?:blob|text)", Pattern.CASE_INSENSITIVE);

	private static final Pattern WHOLE = Pattern.compile("-?\\d+");

	private final Connection inside;

	private final Connection outside;

	private final TableImage image;

	private final String index;

	private final ChangeCollector.Table changes;

	private final RowShelf gone;

	private final RowShelf fresh;

	private final MariaDbLocks locks;

	/**
	 * Create it.
	 * @param inside the transaction's connection
	 * @param outside the observer's connection
	 * @param table the table
	 * @param changes collects the changes
	 * @param memory how many characters of rows without a counterpart may be in memory,
	 * before and after each; others are in a file
	 */
	MariaDbTable(Connection inside, Connection outside, MariaDbImages.Described table, ChangeCollector.Table changes,
			long memory) {
		this.inside = inside;
		this.outside = outside;
		this.image = table.image();
		this.index = table.index();
		this.changes = changes;
		this.gone = new RowShelf(this.image, memory);
		this.fresh = new RowShelf(this.image, memory);
		this.locks = new MariaDbLocks(inside, this.image, SETTINGS, table());
	}

	/**
	 * Find the changes.
	 * @param kinds what may have happened to the rows
	 * @return why they can't be counted, as the end of a sentence that begins with the
	 * table; or {@code null} if they are
	 * @throws SQLException if they can't be read, or one of them is somebody else's
	 */
	@Nullable String read(Set<Kind> kinds) throws SQLException {
		try (this.gone; this.fresh; this.locks) {
			this.changes.requireMemory(longest(this.outside) + longest(this.inside));
			if (!compare(kinds)) {
				return "was changed in too many rows: those that are inserted, deleted or have another key are compared"
						+ " in memory, of which this process has too little. Make the change in parts";
			}
			String reason = settle(kinds);
			String unverified = this.locks.verify();
			return (reason != null) ? reason : unverified;
		}
		catch (IOException ex) {
			throw Worded.by(new SQLException("The rows of " + this.image.id().shown(MariaDbImages.KIND, "")
					+ " can't be compared, so nothing was committed: what doesn't fit into memory could not be kept. "
					+ ex.getMessage()), ex);
		}
	}

	// a row that has no counterpart yet may meet it later
	private boolean compare(Set<Kind> kinds) throws SQLException, IOException {
		try (MariaDbRows before = rows(this.outside); MariaDbRows after = rows(this.inside)) {
			RowImage old = before.next();
			RowImage now = after.next();
			while (old != null || now != null) {
				if (old != null && now != null && isSame(old, now)) {
					changed(old, now);
					old = before.next();
					now = after.next();
					continue;
				}
				int first = first(old, now, kinds);
				if (old != null && first <= 0) {
					meet(old, this.gone, this.fresh, false);
					old = before.next();
				}
				if (now != null && first >= 0) {
					meet(now, this.fresh, this.gone, true);
					now = after.next();
				}
				if (this.gone.isFull() || this.fresh.isFull()) {
					return false;
				}
			}
		}
		return true;
	}

	private boolean isSame(RowImage old, RowImage now) {
		for (int i = 0; i < old.texts().size(); i++) {
			if ((!this.image.hasKey() || this.image.columns().get(i).key())
					&& !Objects.equals(old.texts().get(i), now.texts().get(i))) {
				return false;
			}
		}
		return true;
	}

	// It tells which of two rows probably comes first: below zero the old one, above
	// the new one. The order of texts is the server's secret. A wrong guess only takes
	// memory.
	private int first(@Nullable RowImage old, @Nullable RowImage now, Set<Kind> kinds) {
		if (old == null || now == null) {
			return (old != null) ? -1 : 1;
		}
		for (int i = 0; this.image.hasKey() && i < old.texts().size(); i++) {
			String one = String.valueOf(old.texts().get(i));
			String other = String.valueOf(now.texts().get(i));
			if (this.image.columns().get(i).key() && !one.equals(other)) {
				if (ValueTexts.isMariaDbNumber(this.image.columns().get(i)) && WHOLE.matcher(one).matches()
						&& WHOLE.matcher(other).matches()) {
					return new BigInteger(one).compareTo(new BigInteger(other));
				}
				break;
			}
		}
		if (kinds.size() == 1 && !kinds.contains(Kind.UPDATE)) {
			return kinds.contains(Kind.DELETE) ? -1 : 1;
		}
		return 0;
	}

	// The row's values may be large.
	private long longest(Connection connection) throws SQLException {
		String lengths = this.image.columns()
			.stream()
			.filter((column) -> LARGE.matcher(column.type()).find())
			.map((column) -> "coalesce(octet_length(t." + column.quoted(MariaDbImages.KIND) + "), 0)")
			.collect(Collectors.joining(" + "));
		if (lengths.isEmpty()) {
			return 0;
		}
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(SETTINGS + "select max(" + lengths + ") from " + table())) {
			return set.next() ? set.getLong(1) : 0;
		}
	}

	private void meet(RowImage row, RowShelf mine, RowShelf others, boolean isNow) throws SQLException, IOException {
		int index = others.find(row);
		if (index == RowShelf.NONE) {
			mine.add(row);
			return;
		}
		RowImage counterpart = others.remove(index);
		changed(isNow ? counterpart : row, isNow ? row : counterpart);
	}

	private void changed(@Nullable RowImage old, @Nullable RowImage now) throws SQLException, IOException {
		if (old != null && old.equals(now)) {
			return;
		}
		this.changes.add(row(old), row(now));
		if (now != null) {
			this.locks.differs(now, true);
		}
		if (old != null && (now == null || !this.image.hasKey() || !isSame(old, now))) {
			this.locks.differs(old, false);
		}
	}

	private ChangeCollector.@Nullable Row row(@Nullable RowImage image) {
		if (image == null) {
			return null;
		}
		@Nullable Object @Nullable [] values = null;
		if (this.changes.wantsValues()) {
			values = new Object[image.texts().size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = ValueTexts.mariaDbValue(this.image.columns().get(i), image.texts().get(i));
			}
		}
		return new ChangeCollector.Row(image, values);
	}

	// a row that is gone and one that is new may be the same with another key
	private @Nullable String settle(Set<Kind> kinds) throws SQLException, IOException {
		List<ImageChange> known = this.changes.known();
		MariaDbPairs pairs = new MariaDbPairs(this.image, this.gone, this.fresh, this::changed);
		if (known != null) {
			pairs.known(known);
		}
		boolean updated = known == null && kinds.contains(Kind.UPDATE) && !this.gone.isEmpty() && !this.fresh.isEmpty();
		String reason = null;
		if (updated && kinds.contains(Kind.DELETE) && kinds.contains(Kind.INSERT)) {
			reason = "was changed in a way that can't be counted: rows were inserted and deleted, or have another key,"
					+ " and MariaDB doesn't tell which. Update keys in a correction of their own";
		}
		else if (updated && !pairs.alike()) {
			reason = "was changed in a way that can't be counted: too many rows have another key. Make the change in parts";
		}
		for (int i = this.gone.next(0); i != RowShelf.NONE; i = this.gone.next(i + 1)) {
			settle(this.gone.get(i), false, reason == null);
		}
		for (int i = this.fresh.next(0); i != RowShelf.NONE; i = this.fresh.next(i + 1)) {
			settle(this.fresh.get(i), true, reason == null);
		}
		return reason;
	}

	// one that can't be counted differs, whatever it is
	private void settle(RowImage row, boolean now, boolean known) throws SQLException, IOException {
		if (known) {
			changed(now ? null : row, now ? row : null);
		}
		else {
			this.locks.differs(row, now);
		}
	}

	private MariaDbRows rows(Connection connection) throws SQLException {
		return new MariaDbRows(connection, this.image.columns(), SETTINGS, table());
	}

	private String table() {
		return this.image.id().quoted(MariaDbImages.KIND) + " t"
				+ (this.image.hasKey() ? " force index (`" + this.index.replace("`", "``") + "`)" : "");
	}

}
