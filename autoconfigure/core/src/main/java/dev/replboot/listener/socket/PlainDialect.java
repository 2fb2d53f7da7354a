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

package dev.replboot.listener.socket;

import java.io.IOException;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.eval.OutputStreams;
import dev.replboot.listener.ConnectionWriter;
import dev.replboot.listener.ReplListener;
import dev.replboot.runtime.StepResult;
import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * For people: a greeting, prompts, and values between what is printed.
 */
final class PlainDialect implements Dialect {

	private final ReplListener.Greeting greeting;

	private final ConnectionWriter output;

	PlainDialect(ReplListener.Greeting greeting, ConnectionWriter output) {
		this.greeting = greeting;
		this.output = output;
	}

	@Override
	public OutputStreams console() {
		return OutputStreams.of(this.output);
	}

	@Override
	public void begin(ReplSession session) throws IOException {
		for (String line : this.greeting.lines(session)) {
			this.output.write(";; " + line + "\n");
		}
		this.output.write(session.evaluations().prompt());
	}

	@Override
	public boolean step(EvaluationSession evaluations) throws IOException {
		if (evaluations.step().result().kind() == StepResult.Kind.EXIT) {
			return false;
		}
		if (evaluations.isPromptDue()) {
			this.output.write(evaluations.prompt());
		}
		return true;
	}

	@Override
	public void notice(String sentence) {
		this.output.offer("\n;; " + VisibleText.line(sentence) + "\n");
	}

	@Override
	public void over() {
	}

}
