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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Trials that are committed when they change exactly what was expected.
 */
final class Corrections {

	private final Fixes fixes;

	private final Supplier<@Nullable String> leaseReason;

	Corrections(Fixes fixes, Supplier<@Nullable String> leaseReason) {
		this.fixes = fixes;
		this.leaseReason = leaseReason;
	}

	/**
	 * Run a body.
	 * @param trials runs it
	 * @param db the name of the data source's bean, or {@code null} for the primary one
	 * @param expect how many rows it should change
	 * @param given why, or {@code null} for the lease's reason
	 * @param body what to run
	 * @return what it changed; if that isn't what was expected, why it wasn't committed
	 * @throws Exception what the body throws
	 */
	TrialReport run(Trials trials, @Nullable String db, @Nullable Object expect, @Nullable String given, TrialBody body)
			throws Exception {
		Expectation expectation = Expectation.of(expect);
		String reason = (given != null && !given.isBlank()) ? given : this.leaseReason.get();
		if (reason == null || reason.isBlank()) {
			throw new IllegalArgumentException(
					"fix! goes on record with a reason, and the lease was opened without one. Add {:reason \"…\"}.");
		}
		String why = reason;
		Announced announced = new Announced();
		try {
			return trials.run(db, body, (report, doomed) -> decide(report, doomed, expectation, () -> {
				announced.fix = this.fixes.record(why, db, report.changes());
				return announced.fix.id();
			}));
		}
		catch (Throwable ex) {
			if (announced.fix != null) {
				this.fixes.failed(announced.fix, ex);
			}
			throw ex;
		}
	}

	private static TrialReport decide(TrialReport report, boolean doomed, Expectation expectation,
			Supplier<String> record) {
		if (doomed) {
			return report.refused("A part of the body failed and marked the transaction for rollback.");
		}
		if (report.refusal() != null) {
			return report;
		}
		String mismatch = expectation.mismatch(report.changes());
		return (mismatch != null) ? report.refused(mismatch) : report.committedAs(record.get());
	}

	Fix find(String id) {
		return this.fixes.find(id);
	}

	/**
	 * What is on record already while it isn't committed yet.
	 */
	private static final class Announced {

		private @Nullable Fix fix;

	}

}
