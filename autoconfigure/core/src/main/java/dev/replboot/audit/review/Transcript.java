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

package dev.replboot.audit.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A session as it went, put together from its records.
 *
 * @param session the session's id
 * @param lease when the REPL was opened, which tells sessions of the same id apart
 * @param entries what happened, in the order in which it began
 * @param others the leases of other sessions of the same id
 */
public record Transcript(String session, String lease, List<Entry> entries, List<String> others) {

	private static final Set<String> CIRCUMSTANCES = Set.of("record", "sequence", "at", "application", "instance",
			"type", "principal", "source", "authorities", "session", "protocol", "peer", "peerUser", "peerUid", "lease",
			"leaseBy", "leaseReason", "leaseEnds", "edited");

	public Transcript {
		entries = List.copyOf(entries);
		others = List.copyOf(others);
	}

	/**
	 * Put a session together.
	 * @param session its id
	 * @param lease when the REPL was opened, or {@code null} for the last session of that
	 * id
	 * @param records the records of all sessions of that id, oldest first
	 * @return the transcript
	 */
	public static Transcript of(String session, @Nullable String lease, List<Map<String, Object>> records) {
		// ids begin anew with each opening
		Map<String, List<Map<String, Object>>> leases = new LinkedHashMap<>();
		for (Map<String, Object> record : records) {
			leases.computeIfAbsent(String.valueOf(record.get("lease")), (key) -> new ArrayList<>()).add(record);
		}
		List<String> keys = new ArrayList<>(leases.keySet());
		String wanted = (lease != null) ? lease : (keys.isEmpty() ? "" : keys.get(keys.size() - 1));
		keys.remove(wanted);
		return new Transcript(session, wanted, entries(leases.getOrDefault(wanted, List.of())), keys);
	}

	private static List<Entry> entries(List<Map<String, Object>> records) {
		List<Map<String, Object>> begun = new ArrayList<>();
		Map<Object, Map<String, Object>> outcomes = new LinkedHashMap<>();
		for (Map<String, Object> record : records) {
			Object evaluation = record.get("evaluation");
			if ("REPL_EVALUATED".equals(record.get("type")) && evaluation != null) {
				outcomes.put(key(record, evaluation), record);
			}
			else {
				begun.add(record);
			}
		}
		List<Entry> entries = new ArrayList<>();
		for (Map<String, Object> record : begun) {
			Object evaluation = record.get("evaluation");
			boolean form = "REPL_EVALUATING".equals(record.get("type")) && evaluation != null;
			entries.add(new Entry(record, form ? outcomes.remove(key(record, evaluation)) : null));
		}
		// outcomes whose intent isn't among the records
		outcomes.values().forEach((outcome) -> entries.add(new Entry(outcome, outcome)));
		return entries;
	}

	private static Object key(Map<String, Object> record, @Nullable Object evaluation) {
		return List.of(String.valueOf(record.get("instance")), String.valueOf(record.get("lease")),
				String.valueOf(evaluation));
	}

	/**
	 * Something that happened.
	 *
	 * @param record what went on record when it began
	 * @param outcome what went on record when it was over, or {@code null}
	 */
	public record Entry(Map<String, Object> record, @Nullable Map<String, Object> outcome) {

		/**
		 * Whether it is the evaluation of a form.
		 * @return whether there is a form
		 */
		public boolean isEvaluation() {
			String type = text("type");
			return type.equals("REPL_EVALUATING") || type.equals("REPL_EVALUATED");
		}

		/**
		 * Whether an editor asked for it by itself.
		 * @return whether it is marked so
		 */
		public boolean isTool() {
			return this.record.containsKey("tool");
		}

		/**
		 * Whether a record of it isn't as it was written.
		 * @return whether somebody edited it
		 */
		public boolean isEdited() {
			return this.record.containsKey("edited") || (this.outcome != null && this.outcome.containsKey("edited"));
		}

		/**
		 * A member of the first record.
		 * @param key its name
		 * @return its text, empty when it isn't there
		 */
		public String text(String key) {
			Object value = this.record.get(key);
			return (value != null) ? String.valueOf(value) : "";
		}

		/**
		 * What else ran because of the form: functions of the client's choice that print
		 * its value or its error.
		 * @return a line for each
		 */
		public List<String> called() {
			List<String> called = new ArrayList<>();
			String printer = text("printer");
			if (!printer.isEmpty()) {
				String options = text("printerOptions");
				called.add("printed by " + printer + (options.isEmpty() ? "" : " with options " + options));
			}
			if (!text("caught").isEmpty()) {
				called.add("errors shown by " + text("caught"));
			}
			return called;
		}

		/**
		 * What came of the evaluation: the value, or what was thrown.
		 * @return the text
		 */
		public String result() {
			if (this.outcome == null) {
				return "no outcome was recorded: the form was still running, or the process ended";
			}
			Object value = this.outcome.get("value");
			Object message = this.outcome.get("message");
			Object stopped = this.outcome.get("stopped");
			if (stopped != null) {
				return "stopped: " + stopped;
			}
			if (message != null) {
				return this.outcome.get("error") + ": " + message;
			}
			return (value != null) ? cut(String.valueOf(value), this.outcome.get("valueLength"))
					: String.valueOf(this.outcome.get("outcome"));
		}

		private static String cut(String value, @Nullable Object length) {
			boolean whole = !(length instanceof Number number) || number.longValue() <= value.length();
			return whole ? value : value + " … (" + length + " characters)";
		}

		/**
		 * What the evaluation cost, or what else is on record about the event.
		 * @return the names and values
		 */
		public Map<String, Object> details() {
			Map<String, Object> details = new LinkedHashMap<>((this.outcome != null) ? this.outcome : this.record);
			details.keySet().removeAll(CIRCUMSTANCES);
			if (isEvaluation()) {
				details.keySet()
					.removeAll(Set.of("evaluation", "form", "namespace", "value", "valueSha256", "valueLength",
							"message", "error", "stopped", "tool", "printer", "printerOptions", "caught"));
			}
			return details;
		}

	}

}
