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

import java.util.Arrays;
import java.util.Locale;

/**
 * What was measured of one thing, once a round.
 *
 * @param values in the order of the rounds
 */
record Figures(double... values) {

	static Figures ofNanosAsMillis(long... nanos) {
		return new Figures(Arrays.stream(nanos).mapToDouble((value) -> value / 1e6).toArray());
	}

	double percentile(double percent) {
		double[] sorted = this.values.clone();
		Arrays.sort(sorted);
		// nearest rank
		return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
	}

	double median() {
		double[] sorted = this.values.clone();
		Arrays.sort(sorted);
		// of an even number the two in the middle: the lower alone would flatter
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	double min() {
		return percentile(0);
	}

	double max() {
		return percentile(100);
	}

	/**
	 * The ratio of each round to the same round of the baseline, so that load which comes
	 * and goes meets both sides of a ratio.
	 * @param baseline the other side
	 * @return the ratios
	 */
	Figures over(Figures baseline) {
		double[] ratios = new double[this.values.length];
		Arrays.setAll(ratios, (i) -> this.values[i] / baseline.values[i]);
		return new Figures(ratios);
	}

	double geometricMean() {
		return Math.exp(Arrays.stream(this.values).map(Math::log).average().orElse(Double.NaN));
	}

	String spread(String format) {
		return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median(), min(), max());
	}

}
