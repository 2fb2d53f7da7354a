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
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import dev.replboot.kit.data.undo.FixHeader;
import dev.replboot.kit.data.undo.FixImage;
import dev.replboot.kit.data.undo.ImageSpool;

/**
 * Corrects data: runs a body and commits if it changed exactly as many rows as expected.
 */
final class FixRunner {

	// It counts the lines as texts, their values, and what the database has now.
	private static final int UNDO_COPIES = 6;

	// So many bytes of a correction are looked at for an order to undo it.
	private static final long OUTLOOK_BYTES = 16_000_000;

	private final FixLog fixes;

	private final Supplier<@Nullable String> leaseReason;

	private final Clock clock;

	private final int undoRows;

	FixRunner(FixLog fixes, Supplier<@Nullable String> leaseReason, Clock clock, int undoRows) {
		this.fixes = fixes;
		this.leaseReason = leaseReason;
		this.clock = clock;
		this.undoRows = undoRows;
	}

	/**
	 * Run a body.
	 * @param dryRuns runs it
	 * @param db the name of the data source's bean, or {@code null} for the primary one
	 * @param expect how many rows it should change
	 * @param given why, or {@code null} for the lease's reason
	 * @param body what to run
	 * @return what it changed; if that isn't what was expected, why it wasn't committed
	 * @throws Exception what the body throws
	 */
	ChangeReport run(DryRuns dryRuns, @Nullable String db, @Nullable Object expect, @Nullable String given,
			DryRunBody body) throws Exception {
		Expectation expectation = Expectation.of(expect);
		return run(dryRuns, body, new Purpose(reason("fix!", given), db, null),
				(report) -> new Judgment(expectation.mismatch(report.changes()), report));
	}

	/**
	 * Put back what a correction has changed.
	 * @param dryRuns runs it
	 * @param fix the correction
	 * @param given why, or {@code null} for the lease's reason
	 * @param body puts it back
	 * @return what it changed
	 * @throws Exception what the body throws
	 */
	ChangeReport undo(DryRuns dryRuns, FixImage fix, @Nullable String given, UndoBody body) throws Exception {
		FixHeader header = fix.header();
		return run(dryRuns, body, new Purpose(reason("undo!", given), header.db(), header.id()), body::judge);
	}

	private String reason(String function, @Nullable String given) {
		String reason = (given != null && !given.isBlank()) ? given : this.leaseReason.get();
		if (reason == null || reason.isBlank()) {
			throw new IllegalArgumentException(
					function + " requires a reason, and the lease was opened without one. Add {:reason \"…\"}.");
		}
		return reason;
	}

	private ChangeReport run(DryRuns dryRuns, DryRunBody body, Purpose purpose, Judge judge) throws Exception {
		String id = "fix-" + UUID.randomUUID().toString().substring(0, 8);
		ImageSpool spool = new ImageSpool(id);
		Announced announced = new Announced();
		try {
			ChangeReport report = dryRuns.run(purpose.db(), body, spool, (tried, doomed) -> {
				ChangeReport decided = decide(tried, doomed, judge);
				if (!decided.isRefused()) {
					FixHeader header = dryRuns.header(id, this.clock.instant().toString(), purpose.reason(),
							purpose.db(), purpose.undoes());
					this.fixes.prepare(header, decided.changes(), spool);
					announced.header = header;
					return decided.committedAs(id);
				}
				return decided;
			});
			FixHeader committed = announced.header;
			return (committed != null) ? report.noting(this.fixes.committed(committed))
				.noting(tooMany(report, spool))
				.stuck(stuck(dryRuns, committed, spool)) : report;
		}
		catch (Throwable ex) {
			if (announced.header != null) {
				this.fixes.failed(id, ex);
			}
			throw ex;
		}
		finally {
			if (announced.header == null) {
				spool.close();
			}
		}
	}

	private @Nullable String tooMany(ChangeReport report, ImageSpool spool) {
		long rows = report.changes().total();
		if (rows > this.undoRows) {
			return "undo! takes " + this.undoRows + " rows at a time, and these are " + rows
					+ ". Raise repl.kit.data.undo-rows to put them back.";
		}
		long memory = spool.bytes() * UNDO_COPIES;
		return (memory > ByteBudget.allocation()) ? "undo! takes about " + DataSize.ofBytes(memory).toMegabytes()
				+ " MB of memory for this, and may take " + DataSize.ofBytes(ByteBudget.allocation()).toMegabytes()
				+ " MB. Raise repl.limits.allocation to put it back." : null;
	}

	// a single row is in nobody's way
	private @Nullable String stuck(DryRuns dryRuns, FixHeader header, ImageSpool spool) {
		long rows = spool.rows();
		return (rows > 1 && rows <= this.undoRows && spool.bytes() <= OUTLOOK_BYTES)
				? dryRuns.undoRefusal(FixImage.of(header, spool, FixImage.State.COMMITTED), this.undoRows) : null;
	}

	private static ChangeReport decide(ChangeReport report, boolean doomed, Judge judge) {
		if (doomed) {
			return report.refused("A part of the body failed and marked the transaction for rollback.");
		}
		if (report.refusal() != null) {
			return report;
		}
		Judgment judgment = judge.judge(report);
		String mismatch = judgment.mismatch();
		return (mismatch != null) ? judgment.report().refused(mismatch) : judgment.report();
	}

	FixImage find(String id) {
		return this.fixes.find(id);
	}

	FixImage settle(FixImage image, Connection connection) throws SQLException {
		return this.fixes.settle(image, connection);
	}

	/**
	 * Why a correction is made.
	 *
	 * @param reason the reason
	 * @param db the data source, or {@code null} for the primary one
	 * @param undoes the correction that it undoes, or {@code null}
	 */
	private record Purpose(String reason, @Nullable String db, @Nullable String undoes) {

	}

	/**
	 * Judges what was changed.
	 */
	@FunctionalInterface
	interface Judge {

		Judgment judge(ChangeReport report);

	}

	/**
	 * What is to become of a dry run.
	 *
	 * @param mismatch why it must not be committed, or {@code null}
	 * @param report the report
	 */
	record Judgment(@Nullable String mismatch, ChangeReport report) {

	}

	/**
	 * What is on the audit log already while it isn't committed yet.
	 */
	private static final class Announced {

		private @Nullable FixHeader header;

	}

}
