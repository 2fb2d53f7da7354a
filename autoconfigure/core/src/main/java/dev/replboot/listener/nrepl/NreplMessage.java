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

import org.jspecify.annotations.Nullable;

/**
 * A request of a client.
 */
final class NreplMessage {

	private final Map<String, Object> fields;

	NreplMessage(Map<String, Object> fields) {
		this.fields = fields;
	}

	/**
	 * What is asked for.
	 * @return the operation's name, empty when there is none
	 */
	String op() {
		String op = text("op");
		return (op != null) ? op : "";
	}

	/**
	 * A field that is a string.
	 * @param key its name
	 * @return the value, or {@code null} when there is none or it is something else
	 */
	@Nullable String text(String key) {
		return (this.fields.get(key) instanceof String text) ? text : null;
	}

	/**
	 * A field as it came.
	 * @param key its name
	 * @return the value, or an empty list, which stands for nothing, when there is none
	 */
	Object raw(String key) {
		return this.fields.getOrDefault(key, List.of());
	}

	/**
	 * Whether there is a field.
	 * @param key its name
	 * @return whether it is there, whatever it is
	 */
	boolean has(String key) {
		return this.fields.containsKey(key);
	}

	/**
	 * The first of some fields that is a string with something in it.
	 * @param keys their names
	 * @return the value, or {@code null}
	 */
	@Nullable String firstText(String... keys) {
		for (String key : keys) {
			String text = text(key);
			if (text != null && !text.isEmpty()) {
				return text;
			}
		}
		return null;
	}

	/**
	 * A field that is a positive whole number, or a string of one.
	 * @param key its name
	 * @param otherwise the value when there is none
	 * @return the value
	 */
	int positive(String key, int otherwise) {
		int number = number(key, otherwise);
		return (number > 0) ? number : otherwise;
	}

	/**
	 * A field that is a whole number from 0, or a string of one.
	 * @param key its name
	 * @param otherwise the value when there is none
	 * @return the value
	 */
	int number(String key, int otherwise) {
		Object value = this.fields.get(key);
		try {
			long number = (value instanceof Long exact) ? exact
					: (value instanceof String text) ? Long.parseLong(text) : otherwise;
			return (number >= 0 && number <= Integer.MAX_VALUE) ? (int) number : otherwise;
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

	/**
	 * Whether a field is set. Bencode has no truth values; clients send an empty list for
	 * what is false.
	 * @param key its name
	 * @return whether it is there and no empty list
	 */
	boolean flag(String key) {
		Object value = this.fields.get(key);
		return value != null && !value.equals(List.of());
	}

	/**
	 * A field that is a dictionary.
	 * @param key its name
	 * @return the value, empty when there is none
	 */
	@SuppressWarnings("unchecked")
	Map<String, Object> map(String key) {
		return (this.fields.get(key) instanceof Map<?, ?> map) ? (Map<String, Object>) map : Map.of();
	}

	/**
	 * The message's id, which the client chose.
	 * @return the id, or {@code null}
	 */
	@Nullable Object id() {
		return this.fields.get("id");
	}

	/**
	 * Begin an answer.
	 * @return the fields that tell the client what it answers, to be added to
	 */
	Map<String, Object> answer() {
		Map<String, Object> answer = new TreeMap<>();
		for (String key : new String[] { "id", "session" }) {
			Object value = this.fields.get(key);
			if (value != null) {
				answer.put(key, value);
			}
		}
		return answer;
	}

	/**
	 * An answer that is a status alone.
	 * @param status the status
	 * @return the answer, to be added to
	 */
	Map<String, Object> status(String... status) {
		Map<String, Object> answer = answer();
		answer.put("status", List.of(status));
		return answer;
	}

	/**
	 * An answer that refuses. Clients show the sentence as an error; some of them
	 * overlook a status that comes in the same message.
	 * @param reason the status that says why
	 * @param sentence what happened and what to do
	 * @return the two messages of the answer
	 */
	List<Map<String, Object>> refusal(String reason, String sentence) {
		Map<String, Object> error = answer();
		error.put("err", sentence + "\n");
		return List.of(error, status("error", reason, "done"));
	}

	/**
	 * The same message as if the client had named a session.
	 * @param session the session's id
	 * @return the message
	 */
	NreplMessage in(String session) {
		Map<String, Object> named = new TreeMap<>(this.fields);
		named.put("session", session);
		return new NreplMessage(named);
	}

}
