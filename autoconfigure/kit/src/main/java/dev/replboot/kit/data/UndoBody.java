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

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.undo.FixImage;
import dev.replboot.kit.data.undo.Undo;
import dev.replboot.kit.data.undo.UndoResult;

/**
 * Body of a dry run that reverts what a correction has changed.
 */
final class UndoBody implements DryRunBody {

	private final FixImage fix;

	private final DataSource dataSource;

	private final boolean force;

	private final int most;

	private @Nullable UndoResult result;

	UndoBody(FixImage fix, DataSource dataSource, boolean force, int most) {
		this.fix = fix;
		this.dataSource = dataSource;
		this.force = force;
		this.most = most;
	}

	@Override
	public @Nullable Object run() throws Exception {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			this.result = new Undo(this.fix, connection, this.most).run(this.force);
			return null;
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	@Override
	public @Nullable Object settle(@Nullable Object value) {
		return value;
	}

	@Override
	public List<ImageChange> updated() {
		return Objects.requireNonNull(this.result)
			.undone()
			.stream()
			.filter((change) -> change.before() != null && change.after() != null)
			.map((change) -> new ImageChange(change.table(), change.after(), change.before()))
			.toList();
	}

	/**
	 * Compare what has changed with what had to be put back. A note says what a trigger
	 * inserts; rows that the correction has nothing to do with must stay.
	 * @param report what has changed
	 * @return what is to become of it
	 */
	FixRunner.Judgment judge(ChangeReport report) {
		if (!report.changes().unseen().isEmpty()) {
			return new FixRunner.Judgment(
					"What was changed can't be counted: " + String.join(" ", report.changes().unseen()), report);
		}
		UndoResult done = Objects.requireNonNull(this.result);
		List<String> others = new ArrayList<>();
		List<String> notes = new ArrayList<>(done.notes());
		Map<TableId, TableCount> expected = expected(done.undone());
		for (TableCount found : report.changes().tables()) {
			TableCount wanted = expected.getOrDefault(found.id(), new TableCount(found.id(), found.table(), 0, 0, 0));
			TableCount count = withoutParked(found, wanted);
			if (count.inserted() > wanted.inserted()) {
				long more = count.inserted() - wanted.inserted();
				notes.add("A trigger inserted " + more + ((more != 1) ? " rows into " : " row into ") + count.table()
						+ ".");
			}
			if (count.updated() > wanted.updated() || count.deleted() > wanted.deleted()) {
				others.add(count.table() + ": " + Math.max(0, count.updated() - wanted.updated()) + " updated, "
						+ Math.max(0, count.deleted() - wanted.deleted()) + " deleted");
			}
		}
		String beyond = others.isEmpty() ? null : "It changes rows as well that " + this.fix.header().id()
				+ " didn't change, because a cascade or a trigger follows (" + String.join("; ", others) + ").";
		if (beyond != null && this.force) {
			notes.add(beyond);
			beyond = null;
		}
		return new FixRunner.Judgment((beyond != null) ? beyond + " {:force true} does so." : null,
				report.noting(notes));
	}

	// A row that steps aside is deleted, and inserted again with the other key. These are
	// two changes where one update was wanted.
	private static TableCount withoutParked(TableCount count, TableCount wanted) {
		long parked = Math.max(0, Math.min(wanted.updated() - count.updated(),
				Math.min(count.inserted() - wanted.inserted(), count.deleted() - wanted.deleted())));
		return new TableCount(count.id(), count.table(), count.inserted() - parked, count.updated() + parked,
				count.deleted() - parked);
	}

	private static Map<TableId, TableCount> expected(List<ImageChange> undone) {
		Map<TableId, TableCount> expected = new LinkedHashMap<>();
		for (ImageChange change : undone) {
			TableId id = change.table().id();
			boolean inserted = change.after() == null;
			boolean deleted = change.before() == null;
			expected.merge(id,
					new TableCount(id, id.name(), inserted ? 1 : 0, (inserted || deleted) ? 0 : 1, deleted ? 1 : 0),
					TableCount::and);
		}
		return expected;
	}

}
