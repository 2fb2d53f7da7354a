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

package dev.replboot.eval;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Where whoever works for an evaluation leaves what should stand in its outcome on
 * record, such as the rows that its statements changed. Bounded: at most 32 keys, and
 * texts of 1000 characters.
 */
@Internal
public final class EvaluationNotes {

	/**
	 * The key for what became of a transaction of the evaluation's own, as a sentence,
	 * which is shown when the evaluation is stopped.
	 */
	public static final String TRANSACTION = "transaction";

	private static final int MAX_KEYS = 32;

	private static final int MAX_TEXT = 1000;

	private static final ThreadLocal<@Nullable EvaluationNotes> CURRENT = new ThreadLocal<>();

	private final Map<String, Object> notes = new LinkedHashMap<>();

	/**
	 * The notes of what the calling thread evaluates.
	 * @return the notes, or {@code null} on a thread that evaluates nothing
	 */
	public static @Nullable EvaluationNotes current() {
		return CURRENT.get();
	}

	static @Nullable EvaluationNotes enter(@Nullable EvaluationNotes notes) {
		EvaluationNotes before = CURRENT.get();
		if (notes == null) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(notes);
		}
		return before;
	}

	/**
	 * Say something about the evaluation; replaces what was said under the same key.
	 * @param key what it is about, such as {@code sql}
	 * @param text what to say
	 */
	public synchronized void put(String key, String text) {
		if (this.notes.containsKey(key) || this.notes.size() < MAX_KEYS) {
			this.notes.put(key, (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT));
		}
	}

	/**
	 * Add to a text, as long as there is room.
	 * @param key what it is about, such as {@code sql}
	 * @param text what to add, after a line's end
	 */
	public synchronized void append(String key, String text) {
		if (!(this.notes.get(key) instanceof String present)) {
			put(key, text);
		}
		else if (present.length() + 1 < MAX_TEXT) {
			put(key, present + "\n" + text);
		}
	}

	/**
	 * What was said.
	 * @param key what it is about
	 * @return the text, or {@code null} if nothing was said
	 */
	public synchronized @Nullable String text(String key) {
		return (this.notes.get(key) instanceof String text) ? text : null;
	}

	/**
	 * Add to a number.
	 * @param key what is counted, such as {@code rowsChanged}
	 * @param more how many more
	 */
	public synchronized void add(String key, long more) {
		if (this.notes.containsKey(key) || this.notes.size() < MAX_KEYS) {
			this.notes.merge(key, more, (a, b) -> (a instanceof Long before) ? before + (Long) b : b);
		}
	}

	synchronized Map<String, Object> all() {
		return new LinkedHashMap<>(this.notes);
	}

}
