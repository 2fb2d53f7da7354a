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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Finds the changed rows of one table of PostgreSQL. Both connections have the same
 * snapshot, so a row that only one of them sees is the transaction's work.
 *
 * <p>
 * PostgreSQL never changes a row in its place: an update makes a new version elsewhere
 * and leaves a link to it in the old one. So the new versions are those that carry the
 * transaction's number ({@code xmin}), and the old ones are among those on which somebody
 * has put a mark ({@code xmax}).
 */
final class PostgresTable {

	private static final int BATCH = 1000;

	private final PostgresRows inside;

	private final PostgresRows outside;

	private final PostgresTouched.Relation relation;

	private final ChangeCollector.Table changes;

	private final TableImage image;

	// The transaction has made these versions, which belong to no older one.
	private final TidSet fresh = new TidSet();

	// The transaction has left nothing of these rows.
	private final TidSet gone = new TidSet();

	private long replaced;

	PostgresTable(Connection inside, Connection outside, PostgresTouched.Relation relation, TableImage image,
			ChangeCollector.Table changes) {
		String name = new TableId(relation.found().schema(), relation.found().name()).quoted("postgresql");
		this.inside = new PostgresRows(inside, name, image, relation.found().large(), changes::requireMemory);
		this.outside = new PostgresRows(outside, name, image, relation.found().large(), changes::requireMemory);
		this.relation = relation;
		this.image = image;
		this.changes = changes;
	}

	/**
	 * Find the changes.
	 * @return whether rows were seen for all that the database has counted
	 * @throws SQLException if they can't be read
	 */
	boolean read() throws SQLException {
		if (this.relation.mayHaveNewRows()) {
			// higher numbers are those of subtransactions
			this.inside.positions("pg_catalog.age(t.xmin) <= 0", BATCH, (batch) -> batch.forEach(this.fresh::add));
		}
		if (this.relation.before() && this.relation.mayHaveLostRows()) {
			this.outside.positions("t.xmax <> 0", BATCH, this::readOld);
		}
		removeOld();
		long inserted = this.fresh.size();
		long deleted = this.gone.size();
		readReplaced();
		readGone();
		readFresh();
		long[] counts = this.relation.counts();
		return counts != null && counts[0] == inserted && counts[1] == this.replaced && counts[2] == deleted;
	}

	private void readOld(List<Long> candidates) throws SQLException {
		List<Long> newest = this.inside.newest(candidates);
		Set<Long> asked = new LinkedHashSet<>(candidates);
		asked.addAll(newest);
		Set<Long> visible = this.inside.visible(asked);
		List<Long> before = new ArrayList<>();
		List<Long> after = new ArrayList<>();
		for (int i = 0; i < candidates.size(); i++) {
			if (visible.contains(candidates.get(i))) {
				// it was only locked, or what was done to it is rolled back
				continue;
			}
			if (visible.contains(newest.get(i))) {
				before.add(candidates.get(i));
				after.add(newest.get(i));
				this.fresh.remove(newest.get(i));
			}
			else {
				this.gone.add(candidates.get(i));
			}
		}
		this.replaced += before.size();
		readPairs(before, after);
	}

	private void readPairs(List<Long> before, List<Long> after) throws SQLException {
		int done = 0;
		for (List<Long> part : this.outside.parts(before, this.inside, after)) {
			List<Long> targets = after.subList(done, done + part.size());
			done += part.size();
			boolean values = this.changes.wantsValues();
			Map<Long, ChangeCollector.Row> were = this.outside.read(part, values);
			Map<Long, ChangeCollector.Row> are = this.inside.read(targets, values);
			for (int i = 0; i < part.size(); i++) {
				this.changes.add(were.get(part.get(i)), are.get(targets.get(i)));
			}
		}
	}

	// numbers of transactions begin anew after four billions, so a very old row can look
	// like a new one; but an old one is seen outside
	private void removeOld() throws SQLException {
		if (this.relation.before()) {
			forEach(this.fresh, (batch) -> this.outside.visible(batch).forEach(this.fresh::remove));
		}
	}

	// a row that is deleted and inserted again is the same row
	private void readReplaced() throws SQLException {
		if (this.fresh.isEmpty() || this.gone.isEmpty()) {
			return;
		}
		RowMatches matches = new RowMatches(this.image);
		if (!matches.fits(this.fresh.size())) {
			// then they count as deleted and as inserted
			return;
		}
		forEach(this.fresh, (batch) -> {
			for (List<Long> part : this.inside.parts(batch)) {
				this.inside.read(part, false).forEach((position, row) -> matches.add(row.image(), position));
			}
		});
		matches.sort();
		forEach(this.gone, (batch) -> {
			for (List<Long> part : this.outside.parts(batch)) {
				pair(matches, part);
			}
		});
	}

	private void pair(RowMatches matches, List<Long> part) throws SQLException {
		boolean values = this.changes.wantsValues();
		Map<Long, ChangeCollector.Row> old = this.outside.read(part, values);
		Map<Long, Long> found = new LinkedHashMap<>();
		for (Long position : part) {
			ChangeCollector.Row row = old.get(position);
			long match = (row != null) ? matches.take(row.image()) : RowMatches.NONE;
			if (match != RowMatches.NONE) {
				found.put(position, match);
			}
		}
		for (List<Long> positions : this.inside.parts(new ArrayList<>(found.values()))) {
			Map<Long, ChangeCollector.Row> now = this.inside.read(positions, values);
			for (Map.Entry<Long, Long> pair : found.entrySet()) {
				ChangeCollector.Row before = old.get(pair.getKey());
				ChangeCollector.Row after = now.get(pair.getValue());
				if (before != null && after != null && matches.isSame(before.image(), after.image())) {
					this.gone.remove(pair.getKey());
					this.fresh.remove(pair.getValue());
					this.changes.add(before, after);
				}
			}
		}
	}

	private void readGone() throws SQLException {
		forEach(this.gone, (batch) -> {
			for (List<Long> part : this.outside.parts(batch)) {
				Map<Long, ChangeCollector.Row> rows = this.outside.read(part, this.changes.wantsValues());
				for (Long position : part) {
					this.changes.add(rows.get(position), null);
				}
			}
		});
	}

	private void readFresh() throws SQLException {
		forEach(this.fresh, (batch) -> {
			for (List<Long> part : this.inside.parts(batch)) {
				Map<Long, ChangeCollector.Row> rows = this.inside.read(part, this.changes.wantsValues());
				for (Long position : part) {
					this.changes.add(null, rows.get(position));
				}
			}
		});
	}

	private static void forEach(TidSet set, PostgresRows.Batches batches) throws SQLException {
		List<Long> batch = set.after(-1, BATCH);
		while (!batch.isEmpty()) {
			batches.accept(batch);
			batch = set.after(batch.get(batch.size() - 1), BATCH);
		}
	}

}
