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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.StopCause;

/**
 * The steps of one session: each is an evaluation, of a form that was typed or of one of
 * a text that came as a whole. Its outcome is reported when it is over.
 */
final class SessionSteps {

	private static final int MAX_FAILURES = 3;

	private final Evaluator evaluator;

	private final EvaluationOrigin origin;

	private final EngineSession engine;

	private final RequestReader requests;

	private final StopRequests orders;

	private final SessionActivity activity;

	private final LeftRunning leftRunning;

	private final OutputBudget budget;

	private final TypedForms typed;

	private int failures;

	SessionSteps(Evaluator evaluator, EvaluationOrigin origin, EngineSession engine, RequestReader requests,
			StopRequests orders, SessionActivity activity, LeftRunning leftRunning, OutputStreams console) {
		this.evaluator = evaluator;
		this.origin = origin;
		this.engine = engine;
		this.requests = requests;
		this.orders = orders;
		this.activity = activity;
		this.leftRunning = leftRunning;
		this.budget = new OutputBudget(evaluator.limits().output());
		this.typed = new TypedForms(engine, requests, orders, console, this.budget);
	}

	/**
	 * The forms that are typed.
	 * @return the same for the session's whole life
	 */
	TypedForms typed() {
		return this.typed;
	}

	/**
	 * Read, evaluate and print one form. Blocks until one comes. Never throws because of
	 * the form.
	 * @return how the step ended
	 */
	EvaluationSteps.Step step() {
		if (this.orders.isEnded()) {
			// forms that were sent ahead don't outlive the session
			return over();
		}
		if (this.typed.isRestDropped()) {
			return nothing(StepResult.Kind.BLANK);
		}
		EvaluationSteps.Step step = step(this.typed);
		return (this.failures < MAX_FAILURES) ? step : inputBroken();
	}

	/**
	 * Begin to evaluate a text that came as a whole; the session's input is only
	 * {@code *in*} for it.
	 * @param text the text
	 * @return its evaluation, to be stepped through by one thread
	 */
	EvaluationSteps of(EvaluationRequest text) {
		Forms forms = new TextForms(text, this.engine, this.budget);
		return new EvaluationSteps() {

			private boolean failed;

			@Override
			public Step step() {
				if (this.failed || SessionSteps.this.orders.isEnded()) {
					return over();
				}
				Step step = SessionSteps.this.step(forms);
				// what has failed before a form began would do so for ever
				this.failed = SessionSteps.this.failures > 0;
				return step;
			}

		};
	}

	private EvaluationSteps.Step step(Forms forms) {
		RunningEvaluation evaluation = newEvaluation(forms.provenance());
		StepStreams streams = forms.streams();
		evaluation.printsTo((LimitedWriter) streams.value());
		this.activity.begin(evaluation);
		try {
			StepResult result = run(evaluation, forms,
					() -> this.engine.step(forms.reader(), this.typed.reader(), streams, evaluation, forms.settings()));
			EvaluationEnd end = new EvaluationEnd(evaluation, result, evaluation.scope().stopCause());
			finish(forms, end);
			this.leftRunning.keepIfRunning(evaluation);
			noteFailure(evaluation, result);
			return end.step();
		}
		finally {
			evaluation.printsTo(null);
			this.requests.endOfEvaluation();
			this.activity.end();
		}
	}

	private void finish(Forms forms, EvaluationEnd end) {
		try {
			forms.evaluated(end.evaluation(), end.cause());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			if (end.evaluation().hasBegun()) {
				report(end);
			}
		}
	}

	private RunningEvaluation newEvaluation(FormProvenance provenance) {
		this.typed.reopen();
		RunningEvaluation evaluation = this.evaluator.newEvaluation(this.origin, this.requests, this.orders,
				provenance);
		this.budget.begin(evaluation::stop);
		evaluation.scope().onLateWork(() -> goOn(evaluation));
		return evaluation;
	}

	// before a form began
	private void noteFailure(RunningEvaluation evaluation, StepResult result) {
		boolean failed = result.kind() == StepResult.Kind.ERROR && !evaluation.hasBegun();
		this.failures = failed ? this.failures + 1 : 0;
	}

	// an executor of the application has taken up a task of it, maybe after this session
	private void goOn(RunningEvaluation evaluation) {
		this.leftRunning.keep(evaluation);
		this.evaluator.begin(evaluation);
		evaluation.stopIfOver();
		String ended = this.orders.endedBecause();
		if (ended != null) {
			evaluation.stop(new StopCause(StopCause.Kind.INTERRUPTED, ended));
		}
	}

	private StepResult run(RunningEvaluation evaluation, Forms forms, Callable<StepResult> step) {
		try {
			return evaluation.call(step);
		}
		catch (Throwable ex) {
			StepResult.Thrown thrown = UnguardedError.describe(ex);
			if (evaluation.scope().stopCause() == null) {
				UnguardedError.show(thrown, forms.settings(), forms.err());
			}
			return new StepResult(StepResult.Kind.ERROR, this.engine.namespace(), thrown);
		}
	}

	private void report(EvaluationEnd end) {
		EvaluationIntent intent = end.evaluation().intent();
		if (intent != null) {
			EvaluationOutcome outcome = end.outcome(this.budget.written());
			this.activity.add(EvaluationSummary.of(intent, outcome));
			this.evaluator.completed(intent, outcome);
		}
	}

	private EvaluationSteps.Step over() {
		return nothing(StepResult.Kind.EXIT);
	}

	private EvaluationSteps.Step nothing(StepResult.Kind kind) {
		return new EvaluationSteps.Step(new StepResult(kind, this.engine.namespace(), null), null, null, 0);
	}

	// whoever can't read doesn't wait either, and would tell the client so for ever
	private EvaluationSteps.Step inputBroken() {
		try {
			this.typed.tell("The session is ended, because " + MAX_FAILURES + " times in a row no form could be read.");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return over();
	}

}
