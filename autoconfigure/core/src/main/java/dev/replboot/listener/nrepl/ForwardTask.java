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
import java.util.Map;

import dev.replboot.eval.EvaluationRequest;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.listener.ValueWriter;
import dev.replboot.runtime.NamedFunctions;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;

/**
 * Begins to forward the application's standard output to a session. It goes on record as
 * a form does, because what the application prints may be anything; when it can't be
 * recorded, nothing is forwarded.
 */
final class ForwardTask extends AnswerTask {

	private static final String FORM = "(comment \"Forward what the application prints, to this session.\")";

	private static final int MAX_ERROR = 4096;

	ForwardTask(NreplMessage message, NreplSession session) {
		super(message, session);
	}

	@Override
	public void run() throws IOException {
		ValueWriter said = new ValueWriter(MAX_ERROR);
		StepSettings settings = new StepSettings(StepSettings.Source.NONE, null, Map.of(), null, null,
				(choice, problem) -> {
				}, false, true, new NamedFunctions());
		EvaluationSteps.Step step = session().evaluations()
			.evaluate(
					new EvaluationRequest(FORM, 1, 1, settings, said, said, new ValueWriter(MAX_ERROR), message().op()))
			.step();
		if (step.result().kind() == StepResult.Kind.VALUE) {
			session().forwardSystemOutput(message());
			session().output().send(message().status("done"));
		}
		else {
			for (Map<String, Object> refusal : message().refusal(message().op() + "-error",
					(step.stop() != null) ? step.stop().sentence() : said.take().strip())) {
				session().output().send(refusal);
			}
		}
	}

	@Override
	public int size() {
		return FORM.length();
	}

}
