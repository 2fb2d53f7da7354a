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

package dev.replboot.audit;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.Denial;

/**
 * What came to a door within a window of time: so many denials are recorded one by one,
 * the rest is counted. The first from an address, and the first for a reason, are among
 * the former whatever else came, up to a bound of their own. Not safe for use by several
 * threads.
 */
final class DoorWindow {

	/**
	 * How many addresses stand in a figure.
	 */
	private static final int SHOWN = 10;

	private final int most;

	private final long since;

	private final Set<String> addresses = new HashSet<>();

	private final Set<Denial.Reason> reasons = new HashSet<>();

	private final Map<Denial.Reason, Count> counts = new EnumMap<>(Denial.Reason.class);

	private int recorded;

	/**
	 * Create a window.
	 * @param most how many denials are recorded one by one
	 * @param since when it begins, in nanoseconds
	 */
	DoorWindow(int most, long since) {
		this.most = most;
		this.since = since;
	}

	long since() {
		return this.since;
	}

	/**
	 * Take a denial.
	 * @param denial the denial
	 * @param address where it came from, or {@code null}
	 * @return whether it is to be recorded; otherwise it is counted
	 */
	boolean records(Denial denial, @Nullable String address) {
		boolean first = this.reasons.add(denial.reason());
		if (address != null && this.addresses.size() < this.most) {
			first |= this.addresses.add(address);
		}
		if (first || this.recorded < this.most) {
			this.recorded++;
			return true;
		}
		this.counts.computeIfAbsent(denial.reason(), (reason) -> new Count()).add(address);
		return false;
	}

	/**
	 * Take what was counted since this was asked last.
	 * @return the figures
	 */
	List<Figure> takeFigures() {
		List<Figure> figures = this.counts.entrySet()
			.stream()
			.map((entry) -> new Figure(entry.getKey(), entry.getValue().number,
					List.copyOf(entry.getValue().addresses)))
			.toList();
		this.counts.clear();
		return figures;
	}

	boolean isSilent() {
		return this.counts.isEmpty();
	}

	private static final class Count {

		private final Set<String> addresses = new LinkedHashSet<>();

		private long number;

		private void add(@Nullable String address) {
			this.number++;
			if (address != null && this.addresses.size() < SHOWN) {
				this.addresses.add(address);
			}
		}

	}

	/**
	 * How many were turned away for a reason.
	 *
	 * @param reason why
	 * @param number how many
	 * @param addresses some of where they came from
	 */
	record Figure(Denial.Reason reason, long number, List<String> addresses) {

	}

}
