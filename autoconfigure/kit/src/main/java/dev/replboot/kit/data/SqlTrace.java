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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatcher;
import dev.replboot.eval.jdbc.WatchedStatement;

/**
 * The statements that an evaluation has executed, on whichever of its threads.
 */
final class SqlTrace implements StatementWatcher {

	private static final int MOST = 10_000;

	/**
	 * How often a query has to be repeated from the same line to be called N+1.
	 */
	private static final int REPEATED = 3;

	private final List<WatchedStatement> statements = new ArrayList<>();

	private final AtomicInteger more = new AtomicInteger();

	@Override
	public boolean wantsCaller() {
		return true;
	}

	@Override
	public void executed(WatchedStatement statement) {
		synchronized (this.statements) {
			if (this.statements.size() < MOST) {
				this.statements.add(statement);
				return;
			}
		}
		this.more.incrementAndGet();
	}

	/**
	 * Put together what was seen.
	 * @param value what the body gave
	 * @return statements of the same text together, in the order of the first of each
	 */
	TraceReport report(@Nullable Object value) {
		Map<String, List<WatchedStatement>> shapes = new LinkedHashMap<>();
		synchronized (this.statements) {
			for (WatchedStatement statement : this.statements) {
				shapes.computeIfAbsent(statement.sql() + "\n" + statement.caller(), (key) -> new ArrayList<>())
					.add(statement);
			}
		}
		List<TraceReport.Line> lines = shapes.values().stream().map(SqlTrace::line).toList();
		List<String> notes = new ArrayList<>();
		for (TraceReport.Line line : lines) {
			if (line.count() >= REPEATED && isQuery(shapes, line)) {
				notes.add("N+1: " + line.count() + " times the same query from " + line.caller() + ": " + line.sql());
			}
		}
		if (this.more.get() > 0) {
			notes.add("Of " + (MOST + this.more.get()) + " statements only the first " + MOST + " are here.");
		}
		return new TraceReport(value, lines, notes);
	}

	private static boolean isQuery(Map<String, List<WatchedStatement>> shapes, TraceReport.Line line) {
		List<WatchedStatement> all = shapes.getOrDefault(line.sql() + "\n" + line.caller(), List.of());
		return all.stream().allMatch(WatchedStatement::query);
	}

	private static TraceReport.Line line(List<WatchedStatement> same) {
		WatchedStatement first = same.get(0);
		double millis = same.stream().mapToLong((statement) -> statement.time().toNanos()).sum() / 1e6;
		long rows = same.stream().mapToLong((statement) -> statement.rows().get()).sum();
		long failed = same.stream().filter((statement) -> statement.error() != null).count();
		List<String> threads = same.stream().map(WatchedStatement::thread).distinct().toList();
		return new TraceReport.Line(same.size(), Math.round(millis * 1000) / 1000.0, rows, failed, first.caller(),
				threads, first.sql());
	}

}
