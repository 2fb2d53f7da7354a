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

import java.util.List;

/**
 * What is computed on both sides. Each form has one value and takes a few milliseconds.
 */
final class CpuForms {

	static final List<CpuForm> ALL = List.of(
			new CpuForm("fib, boxed", "(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))", "(fib 24)"),
			new CpuForm("fib, primitive",
					"(defn lfib ^long [^long n] (if (< n 2) n (+ (lfib (- n 1)) (lfib (- n 2)))))", "(lfib 28)"),
			new CpuForm("loop, primitive", "",
					"(loop [i 0 s 0] (if (< i 10000000) (recur (inc i) (unchecked-add s (bit-xor i s))) s))"),
			new CpuForm("loop, boxed", "",
					"(loop [i 0 s (num 0)] (if (< i 500000) (recur (inc i) (+ s (mod i 7))) s))"),
			new CpuForm("reduce over a range", "", "(reduce + (range 1000000))"),
			new CpuForm("seqs", "", "(reduce + (map inc (filter odd? (take 100000 (iterate inc 0)))))"),
			new CpuForm("transducers", "",
					"(transduce (comp (filter odd?) (map inc) (partition-all 3)) (completing"
							+ " (fn [s p] (+ s (count p)))) 0 (range 300000))"),
			new CpuForm("maps", "",
					"(count (reduce (fn [m i] (assoc m (mod i 5000) (inc (get m (mod i 5000) 0)))) {} (range 50000)))"),
			new CpuForm("vectors", "", "(reduce + (mapv inc (into [] (range 200000))))"),
			new CpuForm("string building", "",
					"(let [sb (StringBuilder.)] (dotimes [i 100000] (.append sb (int i)) (.append sb \",\")) (.length sb))"),
			new CpuForm("str and join", "", "(count (apply str (interpose \",\" (map str (range 30000)))))"),
			new CpuForm("sort",
					"(def unsorted (let [r (java.util.Random. 42)] (vec (repeatedly 30000 (fn [] (.nextInt r))))))",
					"(first (sort-by - unsorted))"),
			new CpuForm("group-by and frequencies", "",
					"(count (merge-with + (frequencies (map (fn [i] (mod i 97)) (range 50000)))"
							+ " (update-vals (group-by (fn [i] (mod i 97)) (range 50000)) count)))"),
			new CpuForm("regular expressions", "(def text (apply str (repeat 2000 \"user42@example.com, foo bar; \")))",
					"(count (re-seq #\"(\\w+)@(\\w+)\\.com\" text))"));

	private CpuForms() {
	}

	/**
	 * A form.
	 *
	 * @param name what it is called in the table
	 * @param before evaluated once before it
	 * @param form what is timed
	 */
	record CpuForm(String name, String before, String form) {

		/**
		 * Runs the form until the compilers have had their time, then several times more,
		 * and gives the fastest: the one that other processes disturbed least.
		 * @return a form whose value is a number of nanoseconds
		 */
		String timed() {
			return "(let [run (fn [] " + this.form + ") now (fn [] (System/nanoTime)) end (+ (now) 1500000000)]"
					+ " (while (< (now) end) (run))"
					+ " (apply min (map (fn [_] (let [t (now)] (run) (- (now) t))) (range 60))))";
		}

	}

}
