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

package dev.replboot.listener;

import dev.replboot.eval.EvaluationRequest;
import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.runtime.StepSettings;

/**
 * A question about a name: what it could become, or what it means. Answered by an
 * evaluation like any other.
 *
 * @param function what is asked, such as {@code completions}
 * @param subject the name, or what there is of it
 * @param namespace where it would be resolved
 * @param context the form around it, with {@code __prefix__} in its place, or nothing
 */
public record NameQuery(String function, String subject, String namespace, String context) {

	private static final String NAMES = "repl.nrepl.names";

	private static final int MAX_CONTEXT = 8192;

	/**
	 * The question as Clojure.
	 * @return a form
	 */
	public String form() {
		return "((requiring-resolve '" + NAMES + "/" + this.function + ") " + literal(this.subject) + " "
				+ literal(this.namespace) + " "
				// the form goes on record, and a longer context isn't looked at
				+ literal((this.context.length() <= MAX_CONTEXT) ? this.context : "") + ")";
	}

	private static String literal(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	/**
	 * Ask it.
	 * @param session whose names they are
	 * @param tool what it goes on record as
	 * @param printer the name of the var that prints the answer
	 * @param answer gets the answer
	 * @param said gets what else there is to say, when there is no answer
	 * @return how it ended
	 */
	public EvaluationSteps.Step ask(EvaluationSession session, String tool, String printer, ValueWriter answer,
			ValueWriter said) {
		StepSettings settings = StepSettings.ofQuestion(printer, (problem) -> said.write(problem, 0, problem.length()));
		return session.evaluate(new EvaluationRequest(form(), 1, 1, settings, said, said, answer, tool)).step();
	}

}
