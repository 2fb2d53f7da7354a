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
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.StopCause;
import dev.replboot.text.VisibleText;

/**
 * The evaluations of one session, one after the other.
 */
@Internal
public final class EvaluationSession {

	/**
	 * Stands in the input where an interrupt came.
	 */
	public static final char INTERRUPT_MARK = 3;

	private static final int MAX_FAILURES = 3;

	private final Evaluator evaluator;

	private final EvaluationOrigin origin;

	private final EngineSession engine;

	private final RequestReader requests;

	private final OutputBudget budget;

	private final TypedForms typed;

	private final SessionActivity activity = new SessionActivity();

	private final LeftRunning leftRunning;

	private final StopRequests orders = new StopRequests();

	private int failures;

	private volatile String mark = "";

	EvaluationSession(Evaluator evaluator, EvaluationOrigin origin, EngineSession engine, Reader characters,
			OutputStreams console, Consumer<String> notices) {
		this.evaluator = evaluator;
		this.origin = origin;
		this.engine = engine;
		this.leftRunning = new LeftRunning(notices);
		this.requests = new RequestReader(characters, evaluator.limits().request(), this.orders);
		this.budget = new OutputBudget(evaluator.limits().output());
		this.typed = new TypedForms(engine, this.requests, this.orders, console, this.budget);
	}

	/**
	 * Read, evaluate and print one form. Blocks until one comes. Never throws because of
	 * the form.
	 * @return how the step ended
	 */
	public EvaluationSteps.Step step() {
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

	/**
	 * Begin to evaluate a text that came as a whole; the session's input is only
	 * {@code *in*} for it.
	 * @param text the text
	 * @return its evaluation, to be stepped through by one thread
	 */
	public EvaluationSteps evaluate(EvaluationRequest text) {
		Forms forms = new TextForms(text, this.engine, this.budget);
		return new EvaluationSteps() {

			private boolean failed;

			@Override
			public Step step() {
				if (this.failed || isOver()) {
					return over();
				}
				Step step = EvaluationSession.this.step(forms);
				// what has failed before a form began would do so for ever
				this.failed = EvaluationSession.this.failures > 0;
				return step;
			}

		};
	}

	private EvaluationSteps.Step over() {
		return nothing(StepResult.Kind.EXIT);
	}

	private EvaluationSteps.Step nothing(StepResult.Kind kind) {
		return new EvaluationSteps.Step(new StepResult(kind, namespace(), null), null, null, 0);
	}

	/**
	 * The input comes from where nobody reads the errors before they go on: the first
	 * form that can't be read ends it.
	 */
	public void endAtUnreadable() {
		this.typed.endAtUnreadable();
	}

	/**
	 * No more input will come than what has.
	 */
	public void inputEnded() {
		this.requests.end();
	}

	/**
	 * Listen to what is handed to {@code tap>} by the sessions of the same principal, and
	 * by code that no evaluation runs.
	 * @param taps gets each value as it would be printed
	 * @return to be run when the session is over
	 */
	public Runnable onTap(Consumer<String> taps) {
		return this.engine.onTap(this::isMine, taps);
	}

	private boolean isMine() {
		EvaluationOrigin other = CurrentOrigin.get();
		return other != null && other.principal().isSame(this.origin.principal());
	}

	/**
	 * Go to another namespace, while nothing is evaluated.
	 * @param name the namespace's name
	 * @return whether there is one of that name; else the session stays where it is
	 */
	public boolean enter(String name) {
		return this.engine.enter(name);
	}

	/**
	 * Remember what a file may {@code set!} for itself, while nothing is evaluated.
	 * @return puts it back, while nothing is evaluated
	 */
	public Runnable beginFile() {
		return this.engine.beginFile();
	}

	/**
	 * Drop the end of a line that a reader has left in the input: what is typed next is
	 * another line. Only looks at what is there.
	 * @throws IOException if the input can't be read
	 */
	public void dropEndOfLine() throws IOException {
		this.typed.dropEndOfLine();
	}

	EngineSession copyOfEngine() {
		return this.engine.copy();
	}

	// before a form began
	private void noteFailure(RunningEvaluation evaluation, StepResult result) {
		boolean failed = result.kind() == StepResult.Kind.ERROR && !evaluation.hasBegun();
		this.failures = failed ? this.failures + 1 : 0;
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

	/**
	 * Stop what is being evaluated; when nothing is, what earlier evaluations have left
	 * running.
	 * @param sentence why, for the person at the other end
	 * @return whether there was something to stop
	 */
	public boolean interrupt(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		return this.orders.stop(cause, this.activity.current()) || this.leftRunning.stop(cause);
	}

	/**
	 * Stop what is being evaluated, and nothing else.
	 * @param sentence why, for the person at the other end
	 * @return whether there was something to stop
	 */
	public boolean interruptCurrent(String sentence) {
		return this.orders.stop(new StopCause(StopCause.Kind.INTERRUPTED, sentence), this.activity.current());
	}

	/**
	 * Stop what was sent before an interrupt that came with the input: what is being
	 * evaluated, or else the next form if that was sent before, or else what earlier
	 * evaluations have left running. To be called when what came before it has been added
	 * to the input; after that, {@link #INTERRUPT_MARK} has to be.
	 * @param sentence why, for the person at the other end
	 */
	public void interruptBefore(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		if (!this.orders.stopBeforeMark(cause, this.activity.current())) {
			this.leftRunning.stop(cause);
		}
	}

	/**
	 * Stop what is being evaluated and what earlier evaluations have left running, and
	 * evaluate nothing more: the session is over.
	 * @param sentence why
	 */
	public void end(String sentence) {
		StopCause cause = new StopCause(StopCause.Kind.INTERRUPTED, sentence);
		this.orders.end(cause, this.activity.current());
		this.leftRunning.stop(cause);
	}

	/**
	 * Whether a prompt is due: the next character would begin a line, or the line that it
	 * belongs to was given up.
	 * @return whether a prompt is due
	 */
	public boolean isPromptDue() {
		return !this.orders.isEnded() && (this.typed.isAtLineStart());
	}

	/**
	 * Whether it was ended, so that nothing more is evaluated.
	 * @return whether the session is over
	 */
	public boolean isOver() {
		return this.orders.isEnded();
	}

	/**
	 * Why it was ended.
	 * @return the sentence, or {@code null} while it goes on
	 */
	public @Nullable String endedBecause() {
		return this.orders.endedBecause();
	}

	/**
	 * The prompt's text.
	 * @return for example {@code user=> }
	 */
	public String prompt() {
		// somebody else may have named it
		return VisibleText.line(this.engine.namespace()) + this.mark + "=> ";
	}

	/**
	 * Have the prompt show a state that lasts across forms.
	 * @param mark a character or two, such as {@code *} for an open transaction; empty
	 * for none
	 */
	public void mark(String mark) {
		this.mark = mark;
	}

	/**
	 * The namespace that the session is in.
	 * @return its name
	 */
	public String namespace() {
		return this.engine.namespace();
	}

	/**
	 * What the session evaluates, and what it has evaluated.
	 * @return its activity, which goes on while it is looked at
	 */
	public SessionActivity activity() {
		return this.activity;
	}

	/**
	 * Whether the session can't go on without more input: between forms, inside one, or
	 * because what is evaluated reads it.
	 * @return whether it waits
	 */
	public boolean isAwaitingInput() {
		return this.requests.isWaiting();
	}

}
