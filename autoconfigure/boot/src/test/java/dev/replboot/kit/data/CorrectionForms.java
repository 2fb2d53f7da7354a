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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The forms by which tests try, make and undo corrections of some statements.
 */
final class CorrectionForms {

	private final ReplClient client;

	/**
	 * Define the functions that the forms call.
	 * @param client a session's client
	 */
	CorrectionForms(ReplClient client) {
		this.client = client;
		client.eval("(defn run-all [statements] (run! sql statements))");
		client.eval("(defn tried [& statements]"
				+ " (reduce + (mapcat vals (vals (:counts (dry-run (run-all statements)))))))");
		client.eval("(defn fixed [n & statements] (:id (fix! {:expect n} (run-all statements))))");
		client.eval("(defn plan [id file] (spit file (clojure.string/join \"\\n\" (undo-plan id))))");
	}

	/**
	 * Try a correction.
	 * @param statements its statements
	 * @return how many rows it would change, or the error
	 */
	String tried(String... statements) {
		return this.client.eval("(tried " + quoted(statements) + ")");
	}

	/**
	 * Make a correction.
	 * @param expected how many rows it is to change
	 * @param statements its statements
	 * @return its id in quotes, or the error
	 */
	String fixed(String expected, String... statements) {
		return this.client.eval("(fixed " + expected + " " + quoted(statements) + ")");
	}

	private static String quoted(String... statements) {
		return Arrays.stream(statements)
			.map((sql) -> "\"" + sql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
			.collect(Collectors.joining(" "));
	}

	/**
	 * Write the script that undoes a correction.
	 * @param id its id in quotes
	 * @param script the file to write
	 */
	void plan(String id, Path script) {
		assertThat(this.client.eval("(plan " + id + " \"" + script + "\")")).isEqualTo("nil");
	}

}
