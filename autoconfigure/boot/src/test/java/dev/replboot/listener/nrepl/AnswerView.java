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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What of an answer is compared, where the whole would say nothing about the protocol or
 * depends on the application.
 */
enum AnswerView {

	/**
	 * Everything.
	 */
	ALL("", (answer) -> answer),

	/**
	 * The names of the operations, and of the other fields.
	 */
	NAMES("(the names alone)", (answer) -> {
		Map<String, Object> seen = new TreeMap<>(answer);
		seen.computeIfPresent("ops", (key, ops) -> new ArrayList<>(new TreeMap<>((Map<?, ?>) ops).keySet()));
		seen.computeIfPresent("versions",
				(key, versions) -> new ArrayList<>(new TreeMap<>((Map<?, ?>) versions).keySet()));
		return seen;
	}),

	/**
	 * The parts that each operation's description has, without the texts.
	 */
	DESCRIBED("(the parameters of the operations that nREPL has)", (answer) -> {
		Map<String, Object> seen = new TreeMap<>(answer);
		seen.keySet().retainAll(List.of("ops"));
		seen.computeIfPresent("ops", (key, ops) -> described((Map<?, ?>) ops));
		return seen;
	}),

	/**
	 * The end of what is interrupted. What its code throws while it is being interrupted
	 * comes before or after that, or not at all.
	 */
	INTERRUPTED("(without what the interrupted code throws)", (answer) -> {
		boolean threw = answer.containsKey("ex") || String.valueOf(answer.get("err")).contains("InterruptedException");
		return threw ? Map.of() : answer;
	}),

	/**
	 * Output that somebody else may have printed as well.
	 */
	MARKED("(lines with a mark)", (answer) -> {
		Map<String, Object> seen = new TreeMap<>(answer);
		for (String key : List.of("out", "err")) {
			seen.computeIfPresent(key, (same, text) -> String.join("\n",
					text.toString().lines().filter((line) -> line.contains("[marked]")).toList()));
		}
		return seen;
	});

	private static final List<String> NREPLS = List.of("clone", "close", "completions", "describe", "eval",
			"forward-system-output", "interrupt", "load-file", "lookup", "ls-sessions", "stdin");

	private final String text;

	private final UnaryOperator<Map<String, Object>> view;

	AnswerView(String text, UnaryOperator<Map<String, Object>> view) {
		this.text = text;
		this.view = view;
	}

	private static Map<String, Object> described(Map<?, ?> ops) {
		Map<String, Object> described = new TreeMap<>();
		for (String op : NREPLS) {
			Map<String, Object> parts = new TreeMap<>();
			Map<?, ?> description = (ops.get(op) instanceof Map<?, ?> there) ? there : Map.of();
			description.forEach((part, value) -> parts.put((String) part,
					(value instanceof Map<?, ?> names) ? new ArrayList<>(new TreeMap<>(names).keySet()) : "…"));
			described.put(op, parts);
		}
		return described;
	}

	String text() {
		return this.text;
	}

	Map<String, Object> of(Map<String, Object> answer) {
		return this.view.apply(answer);
	}

}
