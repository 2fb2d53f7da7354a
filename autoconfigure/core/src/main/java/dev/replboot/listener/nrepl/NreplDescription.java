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

package dev.replboot.listener.nrepl;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server says of itself, by which clients decide what to ask for.
 */
final class NreplDescription {

	/**
	 * The version of nREPL whose protocol is spoken.
	 */
	private static final String NREPL = "1.7.0";

	/**
	 * {@code init-debugger} is there for the editor that leaves out the rest of its
	 * set-up without it.
	 */
	static final List<String> OPS = List.of("classpath", "clone", "close", "complete", "completions", "describe",
			"eldoc", "eval", "forward-system-output", "info", "init-debugger", "interrupt", "load-file", "lookup",
			"ls-sessions", "stdin");

	private final String clojure;

	NreplDescription(String clojure) {
		this.clojure = clojure;
	}

	/**
	 * Answer {@code describe}.
	 * @param message the request
	 * @param namespace where the session is
	 * @return the answer
	 */
	Map<String, Object> answer(NreplMessage message, String namespace) {
		Map<String, Object> ops = new TreeMap<>();
		boolean verbose = message.flag("verbose?") || message.flag("verbose");
		Map<String, Map<String, Object>> documented = verbose ? OperationDocs.read() : Map.of();
		OPS.forEach((op) -> ops.put(op, documented.getOrDefault(op, Map.of())));
		Map<String, Object> answer = message.status("done");
		answer.put("ops", ops);
		answer.put("aux", Map.of("current-ns", namespace));
		answer.put("versions", Map.of("clojure", version(this.clojure), "nrepl", version(NREPL), "java",
				version(System.getProperty("java.version"))));
		return answer;
	}

	/**
	 * Answer {@code classpath}, which vim-fireplace asks for first. What is on the class
	 * path of the application is nothing that an editor could open.
	 * @param message the request
	 * @return the answer, which has no entries
	 */
	static Map<String, Object> classPath(NreplMessage message) {
		Map<String, Object> answer = message.status("done");
		answer.put("classpath", List.of());
		return answer;
	}

	private static Map<String, Object> version(String text) {
		Map<String, Object> version = new TreeMap<>();
		version.put("version-string", text);
		String[] parts = text.split("[.+_-]");
		String[] names = { "major", "minor", "incremental" };
		for (int i = 0; i < Math.min(parts.length, names.length); i++) {
			if (parts[i].matches("\\d{1,9}")) {
				version.put(names[i], Integer.valueOf(parts[i]));
			}
		}
		return version;
	}

}
