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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An input that nREPL's server and ours get: messages to one session that begins with it.
 *
 * @param kind the section of the table
 * @param steps the messages
 * @param view what of the answers is compared
 * @param difference why ours answers otherwise, or {@code null} when it doesn't
 */
record ComparedInput(String kind, List<Step> steps, AnswerView view, @Nullable NreplDifference difference) {

	/**
	 * In the place of a session: the one that begins with the input.
	 */
	static final String SESSION = "<session>";

	/**
	 * In the place of a session: the one that the input itself has cloned last.
	 */
	static final String CLONE = "<clone>";

	/**
	 * In the place of a field that would be filled in: none at all.
	 */
	static final String NONE = "<none>";

	static ComparedInput of(String kind, Object... fields) {
		return new ComparedInput(kind, List.of(Step.of(Until.DONE, fields)), AnswerView.ALL, null);
	}

	static ComparedInput eval(String kind, String code, Object... more) {
		Object[] fields = new Object[4 + more.length];
		System.arraycopy(new Object[] { "op", "eval", "code", code }, 0, fields, 0, 4);
		System.arraycopy(more, 0, fields, 4, more.length);
		return of(kind, fields);
	}

	/**
	 * The same with one more message at the end.
	 */
	ComparedInput then(Object... fields) {
		return then(Until.DONE, fields);
	}

	ComparedInput then(Until until, Object... fields) {
		List<Step> all = new ArrayList<>(this.steps);
		all.add(Step.of(until, fields));
		return new ComparedInput(this.kind, List.copyOf(all), this.view, this.difference);
	}

	ComparedInput thenEval(String code) {
		return then("op", "eval", "code", code);
	}

	/**
	 * The same, waiting for something else than the end of the last message.
	 */
	ComparedInput until(Until until) {
		List<Step> all = new ArrayList<>(this.steps);
		Step last = all.remove(all.size() - 1);
		all.add(new Step(last.message(), until));
		return new ComparedInput(this.kind, List.copyOf(all), this.view, this.difference);
	}

	ComparedInput seenAs(AnswerView seen) {
		return new ComparedInput(this.kind, this.steps, seen, this.difference);
	}

	ComparedInput differs(NreplDifference reason) {
		return new ComparedInput(this.kind, this.steps, this.view, reason);
	}

	/**
	 * How the input is written in the table; no two inputs are written in the same way.
	 */
	String text() {
		List<String> texts = new ArrayList<>();
		for (Step step : this.steps) {
			texts.add(AnswerText.of(step.message()) + step.until().text());
		}
		return String.join("\n", texts) + ((this.view == AnswerView.ALL) ? "" : "\n" + this.view.text());
	}

	/**
	 * A message and what is awaited before the next one is sent. All messages are over
	 * before the next input.
	 *
	 * @param message the message, without its id
	 * @param until what is awaited
	 */
	record Step(Map<String, Object> message, Until until) {

		static Step of(Until until, Object... fields) {
			Map<String, Object> message = new LinkedHashMap<>();
			for (int i = 0; i < fields.length; i += 2) {
				message.put((String) fields[i], fields[i + 1]);
			}
			return new Step(message, until);
		}

	}

	/**
	 * What is awaited.
	 */
	enum Until {

		/**
		 * The status {@code done}.
		 */
		DONE(""),

		/**
		 * Output, while the message goes on.
		 */
		OUT(" … until it prints"),

		/**
		 * The question for input.
		 */
		NEED_INPUT(" … until it asks for input"),

		/**
		 * Output with a source, after the first message of the input was done.
		 */
		FORWARDED(" … until the output is forwarded"),

		/**
		 * The status {@code done} from ours. nREPL's own server never answers: what
		 * evaluates for the session has died.
		 */
		DONE_HERE(""),

		/**
		 * Nothing: ours doesn't answer.
		 */
		NOTHING("");

		private final String text;

		Until(String text) {
			this.text = text;
		}

		String text() {
			return this.text;
		}

	}

}
