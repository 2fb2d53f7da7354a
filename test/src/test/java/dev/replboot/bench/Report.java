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

package dev.replboot.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints both sides of a comparison and their ratio: medians over the rounds, with the
 * smallest and the largest behind them. The ratio of the smallest figures of both sides
 * is printed beside it: where other processes only ever add, it is what they disturb
 * least.
 */
final class Report {

	private final PrintStream out;

	private final List<String> missed = new ArrayList<>();

	Report(String title, int rounds) {
		this.out = System.out;
		this.out.printf(Locale.ROOT, "%s%nJDK %s, %d processors, %d MB heap at most, %d rounds%n%n", title,
				System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(),
				Runtime.getRuntime().maxMemory() >> 20, rounds);
		this.out.printf("%-34s %-28s %-28s %-23s %s%n", "", "ours", "baseline", "ours / baseline",
				"of the best rounds");
	}

	/**
	 * Print a comparison.
	 * @param what what was measured, with its unit
	 * @param ours our side
	 * @param baseline the other side
	 * @param target what the median of the ratios may be at most, or 0 when there is none
	 */
	void compare(String what, Figures ours, Figures baseline, double target) {
		Figures ratios = ours.over(baseline);
		this.out.printf("%-34s %-28s %-28s %-23s %.3f%s%n", what, ours.spread("%.3f"), baseline.spread("%.3f"),
				ratios.spread("%.3f"), ours.min() / baseline.min(), verdict(what, ratios.median(), target));
	}

	/**
	 * Print one figure that is held against a limit.
	 * @param what what was measured, with its unit
	 * @param value the figure
	 * @param target what it may be at most
	 */
	void figure(String what, double value, double target) {
		this.out.printf(Locale.ROOT, "%-34s %.3f%s%n", what, value, verdict(what, value, target));
	}

	/**
	 * Print a remark.
	 * @param text the remark
	 */
	void note(String text) {
		this.out.println(text);
	}

	private String verdict(String what, double value, double target) {
		if (target == 0) {
			return "";
		}
		if (value > target) {
			this.missed.add(what);
		}
		return String.format(Locale.ROOT, "  at most %.2f: %s", target, (value > target) ? "MISSED" : "met");
	}

	/**
	 * Print what came out.
	 */
	void close() {
		this.out.println();
		this.out.println(this.missed.isEmpty() ? "All targets met." : "Missed: " + String.join("; ", this.missed));
	}

}
