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

package dev.replboot.test.sample;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Prometheus scrapes of the REPL: the metrics and the labels of each.
 *
 * @param labels the labels' names by the metric's
 * @param reasons the values of the label {@code reason}
 */
record Scrape(Map<String, Set<String>> labels, Set<String> reasons) {

	private static final Pattern METRIC = Pattern.compile("\\brepl_[a-z_]+\\b");

	private static final Pattern SELECTED = Pattern.compile("(repl_[a-z_]+)\\{([^}]*)}");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*[!=]?[=~]~?\\s*\\\\?\"([^\"\\\\]*)");

	private static final Pattern GROUPED = Pattern
		.compile("(?:by|without|on|ignoring) \\(([a-z_, ]+)\\)" + "|\\{\\{ ?(?:\\$labels\\.)?([a-z_]+) ?}}");

	/**
	 * Prometheus' own.
	 */
	private static final Set<String> TARGET = Set.of("instance", "job");

	/**
	 * Take a scrape apart.
	 * @param text in Prometheus' format
	 * @return what there is
	 */
	static Scrape of(String text) {
		Map<String, Set<String>> labels = new HashMap<>();
		Set<String> reasons = new HashSet<>();
		text.lines().filter((line) -> line.startsWith("repl_")).forEach((line) -> {
			String name = line.split("[{ ]", 2)[0];
			Set<String> own = labels.computeIfAbsent(name, (key) -> new HashSet<>(TARGET));
			Matcher label = LABEL.matcher(line);
			while (label.find()) {
				own.add(label.group(1));
				if (label.group(1).equals("reason")) {
					reasons.add(label.group(2));
				}
			}
		});
		return new Scrape(labels, reasons);
	}

	/**
	 * Find what a text names in its expressions and nobody scrapes.
	 * @param text rules or a dashboard
	 * @return the names of metrics and labels, and reasons
	 */
	Set<String> unknown(String text) {
		Set<String> unknown = new TreeSet<>();
		METRIC.matcher(text)
			.results()
			.map(MatchResult::group)
			.filter((name) -> !this.labels.containsKey(name))
			.forEach(unknown::add);
		Set<String> all = this.labels.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
		GROUPED.matcher(text)
			.results()
			.flatMap((found) -> Stream
				.of((found.group(1) != null) ? found.group(1).split(", *") : new String[] { found.group(2) }))
			.filter((label) -> !all.contains(label))
			.forEach(unknown::add);
		SELECTED.matcher(text).results().forEach((found) -> unknown.addAll(unknownLabels(found)));
		return unknown;
	}

	private Set<String> unknownLabels(MatchResult selected) {
		Set<String> unknown = new TreeSet<>();
		Matcher label = LABEL.matcher(selected.group(2));
		while (label.find()) {
			if (!this.labels.getOrDefault(selected.group(1), Set.of()).contains(label.group(1))) {
				unknown.add(label.group(1) + " of " + selected.group(1));
			}
			if (label.group(1).equals("reason")) {
				Arrays.stream(label.group(2).split("\\|"))
					.filter((reason) -> !this.reasons.contains(reason))
					.forEach(unknown::add);
			}
		}
		return unknown;
	}

	/**
	 * Find the series of a text that have not all labels that are scraped, and no other.
	 * @param text with series
	 * @return the series
	 */
	Set<String> unknownSeries(String text) {
		return SELECTED.matcher(text).results().filter((found) -> {
			Set<String> own = LABEL.matcher(found.group(2))
				.results()
				.map((label) -> label.group(1))
				.collect(Collectors.toSet());
			return !own.equals(this.labels.get(found.group(1)));
		}).map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

}
