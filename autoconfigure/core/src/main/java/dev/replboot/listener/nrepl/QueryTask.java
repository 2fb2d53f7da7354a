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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationSteps;
import dev.replboot.listener.NameQuery;
import dev.replboot.listener.ValueWriter;
import dev.replboot.runtime.StepResult;

/**
 * Answers what an editor asks about code: completions, documentation, arguments. The
 * answer is made in Clojure, by an evaluation like any other.
 */
final class QueryTask extends AnswerTask {

	private static final String WRITER = "repl.nrepl/write-answer";

	private static final int MAX_ANSWER = 4 << 20;

	private static final BencodeBounds BOUNDS = new BencodeBounds(3 * MAX_ANSWER, 16, 200_000);

	private static final int MAX_ERROR = 4096;

	private final String namespace;

	/**
	 * Create a task.
	 * @param message the query
	 * @param session where it is evaluated
	 * @param namespace where names are resolved when the query doesn't say
	 */
	QueryTask(NreplMessage message, NreplSession session, String namespace) {
		super(message, session);
		this.namespace = namespace;
	}

	@Override
	public void run() throws IOException {
		ValueWriter answer = new ValueWriter(MAX_ANSWER);
		ValueWriter said = new ValueWriter(MAX_ERROR);
		EvaluationSteps.Step step = query().ask(session().evaluations(), message().op(), WRITER, answer, said);
		boolean made = step.result().kind() == StepResult.Kind.VALUE;
		Map<String, Object> fields = made ? decode(answer.take()) : null;
		if (fields != null) {
			Map<String, Object> complete = message().answer();
			complete.putAll(fields);
			session().output().send(complete);
		}
		else {
			String op = message().op();
			for (Map<String, Object> refusal : message().refusal(op + "-error", "There is no answer to " + op + ": "
					+ ((step.stop() != null) ? step.stop().sentence() : said.take().strip()))) {
				session().output().send(refusal);
			}
		}
	}

	private NameQuery query() {
		String namespace = message().firstText("ns");
		String context = message().firstText("context");
		return new NameQuery(function(), subject(), (namespace != null) ? namespace : this.namespace,
				(context != null) ? context : "");
	}

	private String subject() {
		String subject = subject(message());
		return (subject != null) ? subject : "";
	}

	/**
	 * What a query is about.
	 * @param message the query
	 * @return the symbol, or what there is of it; {@code null} when that is missing
	 */
	static @Nullable String subject(NreplMessage message) {
		String subject = message.firstText("sym", "symbol", "prefix");
		boolean completes = message.op().startsWith("complet");
		if (subject == null && completes) {
			// everything begins with nothing
			return (message.text("prefix") != null) ? message.text("prefix") : message.text("symbol");
		}
		return subject;
	}

	private String function() {
		return message().op().equals("complete") ? "completions" : message().op();
	}

	private static @Nullable Map<String, Object> decode(String answer) {
		try {
			return new BencodeDecoder(BOUNDS).next(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
		}
		catch (BencodeException ex) {
			throw new IllegalStateException("The answer made in Clojure is no message", ex);
		}
	}

	@Override
	public int size() {
		return query().form().length();
	}

}
