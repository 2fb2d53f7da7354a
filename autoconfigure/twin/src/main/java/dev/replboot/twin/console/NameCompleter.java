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

package dev.replboot.twin.console;

import java.util.List;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.listener.NameQuery;
import dev.replboot.listener.ValueWriter;
import dev.replboot.runtime.StepResult;

/**
 * Completes names as the session knows them, while it waits for a form.
 */
final class NameCompleter implements Completer {

	private static final String WRITER = "repl.nrepl/write-candidates";

	private static final int MAX_ANSWER = 1 << 18;

	private static final int MAX_ERROR = 4096;

	private volatile @Nullable EvaluationSession session;

	/**
	 * Whose names are completed.
	 * @param session the session while it waits, {@code null} while it evaluates
	 */
	void session(@Nullable EvaluationSession session) {
		this.session = session;
	}

	@Override
	public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
		EvaluationSession waiting = this.session;
		String prefix = line.word().substring(0, line.wordCursor());
		if (waiting == null || prefix.isEmpty()) {
			return;
		}
		int start = line.cursor() - prefix.length();
		String context = line.line().substring(0, start) + "__prefix__"
				+ line.line().substring(start + line.word().length());
		ValueWriter answer = new ValueWriter(MAX_ANSWER);
		NameQuery query = new NameQuery("completions", prefix, waiting.namespace(), context);
		StepResult result = query.ask(waiting, "completions", WRITER, answer, new ValueWriter(MAX_ERROR)).result();
		if (result.kind() == StepResult.Kind.VALUE) {
			// a line that was cut off at the quota isn't one
			answer.take()
				.lines()
				.map((found) -> found.split("\t", 2))
				.filter((found) -> found.length == 2)
				.forEach((found) -> candidates
					.add(new Candidate(found[0], found[0], null, found[1], null, null, false)));
		}
	}

}
