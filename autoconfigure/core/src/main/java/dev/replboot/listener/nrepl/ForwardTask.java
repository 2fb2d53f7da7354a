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

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationRequest;
import dev.replboot.eval.EvaluationSteps;
import dev.replboot.listener.ValueWriter;
import dev.replboot.runtime.NamedFunctions;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepSettings;
import dev.replboot.text.VisibleText;

/**
 * Begins to forward the application's standard output to a session. It goes on record as
 * a form does, because what the application prints may be anything; when it can't be
 * recorded, nothing is forwarded.
 */
final class ForwardTask implements NreplTask {

	private static final String FORM = "(comment \"Forward what the application prints, to this session.\")";

	private static final int MAX_ERROR = 4096;

	private final NreplMessage message;

	private final NreplSession session;

	ForwardTask(NreplMessage message, NreplSession session) {
		this.message = message;
		this.session = session;
	}

	@Override
	public void run() throws IOException {
		ValueWriter said = new ValueWriter(MAX_ERROR);
		StepSettings settings = new StepSettings(StepSettings.Source.NONE, null, Map.of(), null, null,
				(choice, problem) -> {
				}, false, true, new NamedFunctions());
		EvaluationSteps.Step step = this.session.evaluations()
			.evaluate(new EvaluationRequest(FORM, 1, 1, settings, said, said, new ValueWriter(MAX_ERROR),
					this.message.op()))
			.step();
		if (step.result().kind() == StepResult.Kind.VALUE) {
			this.session.forwardSystemOutput(this.message);
			this.session.output().send(this.message.status("done"));
		}
		else {
			for (Map<String, Object> refusal : this.message.refusal(this.message.op() + "-error",
					(step.stop() != null) ? step.stop().sentence() : said.take().strip())) {
				this.session.output().send(refusal);
			}
		}
	}

	@Override
	public @Nullable Object id() {
		return this.message.id();
	}

	@Override
	public int size() {
		return FORM.length();
	}

	@Override
	public boolean interruptedBy(NreplMessage request) {
		return false;
	}

	@Override
	public boolean isInterrupted() {
		return false;
	}

	@Override
	public void giveUp() {
		// it is never interrupted by the client
	}

	@Override
	public void notice(String sentence) {
		Map<String, Object> answer = this.message.answer();
		answer.put("err", ";; " + VisibleText.line(sentence) + "\n");
		this.session.output().offer(answer);
	}

	@Override
	public void needInput() {
		// nothing is read
	}

}
